// What a command reads: a file, or standard input where none is named or its name is "-".
#pragma once

#include <string>

#include "base/result.h"

namespace cli {

/// The whole of it, at most 256 MiB. Errors: not_found (cannot be opened), limit (larger),
/// unavailable (reading failed); none names the file.
[[nodiscard]] base::Result<std::string> read_input(const std::string& file);

}  // namespace cli
