// Requests and cases that come as JSON, one a line. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace cli {

/// The text under that key, or nothing where there is none.
[[nodiscard]] std::string string_at(const boost::json::object& line, std::string_view key);

}  // namespace cli
