// What a command reads: a file, or standard input where none is named or its name is "-"; and what
// a request says that comes as a line of JSON.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.h"

namespace cli {

/// The whole of it, at most 256 MiB. Errors: not_found (cannot be opened), limit (larger),
/// unavailable (reading failed); none names the file.
[[nodiscard]] base::Result<std::string> read_input(const std::string& file);

/// The text under that key, or nothing where there is none.
[[nodiscard]] std::string string_at(const boost::json::object& request, std::string_view key);

}  // namespace cli
