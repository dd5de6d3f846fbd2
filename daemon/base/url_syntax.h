// What may stand where in a URL, and how what may not is repaired. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base::url_syntax {

/// What a scheme says about the URLs it begins. Unknown schemes have the defaults.
struct Scheme {
  std::string_view name;
  int port = 0;
  bool needs_host = false;
  bool web = false;  ///< http and https, whose broken URLs browsers taught the world to expect
};

[[nodiscard]] Scheme scheme_named(std::string_view lower_case_name);

/// Length of the scheme a reference begins with, without its colon; 0 if it begins with none.
[[nodiscard]] std::size_t scheme_length(std::string_view text);

/// Without white space and controls around it and without tabs and line breaks inside.
[[nodiscard]] std::string cleaned(std::string_view text);

/// Backslashes before query and fragment become slashes.
void turn_slashes(std::string& text);

/// The parts after the scheme, none of them decoded: views of the argument.
struct PartsView {
  std::optional<std::string_view> authority;
  std::string_view path;
  std::string_view query;     ///< with its "?", or empty
  std::string_view fragment;  ///< with its "#", or empty
};
[[nodiscard]] PartsView take_apart(std::string_view after_scheme);

struct Authority {
  std::string user_info;
  std::string host;
  int port = 0;  ///< 0: none written
};
[[nodiscard]] Result<Authority> parse_authority(std::string_view text);

/// Escapes kept, everything that may not stand percent-encoded.
[[nodiscard]] std::string encode_path(std::string_view path);
[[nodiscard]] std::string encode_query(std::string_view query);  ///< fragments too

/// RFC 3986, section 5.2.4, for a path that begins with a slash.
[[nodiscard]] std::string without_dots(std::string_view path);

/// A query or fragment with every value as "***".
[[nodiscard]] std::string hide_values(std::string_view marked);

}  // namespace base::url_syntax
