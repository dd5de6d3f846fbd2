// The table of every key of the configuration, and the reference page printed from it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace settings {

struct Key {
  std::string_view path;  ///< "feeds[].every"; [] is each entry of a list, <name> a name the user
                          ///< chose, <log> one of a channel of that type
  std::string_view type;  ///< as a user would say it, with its unit
  std::string_view
      preset;  ///< what holds where the key is absent; "required" where it must be there
  std::string_view example;  ///< a value as YAML
  std::string_view help;
};

[[nodiscard]] std::span<const Key> keys();

/// docs/reference/configuration.md, as `newswatch check --reference` prints it.
[[nodiscard]] std::string reference();

}  // namespace settings
