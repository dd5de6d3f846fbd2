#include "cli/json_line.h"

#include <boost/json/value.hpp>

namespace cli {

std::string string_at(const boost::json::object& line, std::string_view key) {
  const auto* const value = line.if_contains(key);
  const auto* const text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

}  // namespace cli
