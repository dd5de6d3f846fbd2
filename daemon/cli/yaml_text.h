// A text as YAML that reads back the same, whatever is in it.
#pragma once

#include <string>
#include <string_view>

namespace cli {

/// Between double quotes, on one line; controls and everything YAML or a terminal takes for a line
/// break are escaped. Valid UTF-8 in.
[[nodiscard]] std::string yaml_quoted(std::string_view text);

}  // namespace cli
