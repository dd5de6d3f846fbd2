#include "settings/headers.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "settings/gathering.h"
#include "settings/words.h"

namespace settings {
namespace {

/// Headers that are ours to write, or would break the conversation (RFC 9110 and 9112).
constexpr std::array<std::string_view, 15> our_headers{"host",
                                                       "content-length",
                                                       "connection",
                                                       "transfer-encoding",
                                                       "if-none-match",
                                                       "if-match",
                                                       "if-modified-since",
                                                       "accept-encoding",
                                                       "te",
                                                       "upgrade",
                                                       "trailer",
                                                       "keep-alive",
                                                       "expect",
                                                       "range",
                                                       "if-range"};

bool is_our_header(const std::string& lower) {
  return lower.starts_with("proxy-") ||
         std::find(our_headers.begin(), our_headers.end(), lower) != our_headers.end();
}

/// Headers whose value is a password in all but name.
bool is_secret_header(const std::string& lower) {
  return lower == "authorization" || lower == "cookie" || lower.ends_with("-key") ||
         lower.ends_with("-token") || lower.ends_with("-secret") || lower.ends_with("-password");
}

bool is_header_name(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";  // RFC 9110, section 5.6.2
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

base::Secret read_value(const Section& headers, const std::string& name) {
  base::Secret value;
  if (headers.is_mapping(name) || is_secret_header(base::lower_ascii(name))) {
    value = headers.secret(name).value_or(base::Secret());
  } else {
    value = base::Secret(headers.text(name).value_or(""));
  }
  if (!is_one_line(value.reveal())) {
    headers.problem(headers.place_of(name), "the value of a header must be one line");
  }
  return value;
}

}  // namespace

std::vector<model::Header> read_headers(const Section& headers) {
  std::vector<model::Header> all;
  Seen seen;
  for (const Located& name : headers.keys()) {
    if (name.text == "allow_inline") {
      (void)headers.flag("allow_inline");  // says that values may be written out, and is no header
      continue;
    }
    (void)headers.has(name.text);  // no unknown key, whatever is wrong with it
    const std::string lower = base::lower_ascii(name.text);
    if (!is_header_name(name.text)) {
      headers.problem(name.place,
                      "\"" + base::shorten(base::printable(name.text), 60) +
                          "\" cannot be the name of a header");
    } else if (is_our_header(lower)) {
      headers.problem(name.place,
                      "the header " + name.text + " is written by newswatch itself; remove it");
    } else if (first_of(seen, headers, {lower, name.place}, "the header " + name.text)) {
      all.push_back({name.text, read_value(headers, name.text)});
    }
  }
  return all;
}

}  // namespace settings
