// Where state and socket are, found in the same order by daemon, CLI and agent (design: contracts,
// Places).
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"

namespace base {

/// `option` (--state-dir), else $STATE_DIRECTORY, else $XDG_STATE_HOME/newswatch, else
/// ~/.local/state/newswatch.
[[nodiscard]] Result<std::filesystem::path> state_directory(const std::string& option);

/// `option` (--socket), else `configured`, else api.sock under $RUNTIME_DIRECTORY,
/// $XDG_RUNTIME_DIR/newswatch, /run/newswatch. Whoever connects takes the first that exists;
/// whoever serves, the first whose folder can be had.
enum class Side { serve, connect };
[[nodiscard]] Result<std::filesystem::path> socket_path(
    const std::string& option, const std::optional<std::filesystem::path>& configured, Side side);

/// `option` (--config), else $XDG_CONFIG_HOME/newswatch/newswatch.yaml if it is there, else
/// /etc/newswatch/newswatch.yaml.
[[nodiscard]] std::filesystem::path config_file(const std::string& option);

}  // namespace base
