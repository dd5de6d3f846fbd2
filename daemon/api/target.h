// The target of a request taken apart: path segments and query, percent-decoded, valid UTF-8.
// Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace api {

inline constexpr std::size_t max_query_parameters = 16;

struct Target {
  std::string path;                   ///< as it was sent, without the query
  std::vector<std::string> segments;  ///< "/v1/feeds/a%20b" is {"v1", "feeds", "a b"}
  std::vector<std::pair<std::string, std::string>> query;

  /// The last value given for the name.
  [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
};

/// Only the origin form ("/path?query"); causes `invalid` and `limit`.
[[nodiscard]] base::Result<Target> parse_target(std::string_view text);

/// A name fit to stand as one segment of a path or as a value of a query.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// No overlong forms, no surrogates, nothing beyond U+10FFFF (RFC 3629).
[[nodiscard]] bool valid_utf8(std::string_view text);

}  // namespace api
