#include "base/url_syntax.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include <arpa/inet.h>

#include "base/text.h"

namespace base::url_syntax {
namespace {

constexpr std::array<Scheme, 6> schemes = {{{"http", 80, true, true},
                                            {"https", 443, true, true},
                                            {"ftp", 21, true, false},
                                            {"smtp", 25, true, false},
                                            {"smtps", 465, true, false},
                                            {"gopher", 70, true, false}}};

/// Where a character may stand as it is.
enum Place : std::uint8_t { in_user_info = 1, in_path = 2, in_query = 4 };

// RFC 3986, appendix A: unreserved and sub-delims are everywhere; the rest depends on the place.
constexpr std::array<std::uint8_t, 256> places = [] {
  std::array<std::uint8_t, 256> table{};
  const auto add = [&table](std::string_view characters, unsigned where) {
    for (const char c : characters) {
      std::uint8_t& known = table[static_cast<unsigned char>(c)];
      known = static_cast<std::uint8_t>(known | where);
    }
  };
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=",
      in_user_info | in_path | in_query);
  add(":", in_user_info);
  add(":@/", in_path);
  add(":@/?", in_query);
  return table;
}();

/// What no host name holds, beside control characters.
constexpr std::array<bool, 256> never_in_host = [] {
  std::array<bool, 256> table{};
  for (std::size_t control = 0; control < 0x20; ++control)
    table[control] = true;
  for (const char c : std::string_view(" #%/:<>?@[\\]^|\"`{}\x7F"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool may_stand(char c, Place place) {
  return (places[static_cast<unsigned char>(c)] & place) != 0;
}

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<unsigned> hex_digit(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

/// The byte an escape at the front stands for.
std::optional<char> escape_at(std::string_view text) {
  if (text.size() < 3 || text[0] != '%') return std::nullopt;
  const auto high = hex_digit(text[1]);
  const auto low = hex_digit(text[2]);
  if (!high || !low) return std::nullopt;
  return static_cast<char>(*high * 16 + *low);
}

std::string encode(std::string_view text, Place place) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && may_stand(text[at], place))
      ++at;
    encoded += text.substr(begin, at - begin);
    if (at == text.size()) break;
    const char c = text[at];
    if (escape_at(text.substr(at))) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', digits[byte >> 4U], digits[byte & 0x0FU]};
    }
    ++at;
  }
  return encoded;
}

std::string decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) {
    const auto byte = escape_at(text);
    decoded += byte.value_or(text.front());
    text.remove_prefix(byte ? 3 : 1);
  }
  return decoded;
}

Result<std::string> parse_ipv6(std::string_view between_brackets) {
  in6_addr address{};
  const std::string text(between_brackets);
  std::array<char, INET6_ADDRSTRLEN> canonical{};
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1 || text.find('\0') != std::string::npos ||
      inet_ntop(AF_INET6, &address, canonical.data(), canonical.size()) == nullptr) {
    return fail(Cause::invalid, "what stands in brackets is not an IPv6 address");
  }
  return "[" + std::string(canonical.data()) + "]";
}

Result<std::string> parse_host(std::string_view text) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']'))
      return fail(Cause::invalid, "the bracket before the host is not closed");
    return parse_ipv6(text.substr(1, text.size() - 2));
  }
  // A host is a name, not a path: an escape in it can only hide what it is from a reader.
  std::string host = lower_ascii(decode(text));
  bool ascii = true;
  for (const char c : host) {
    if (never_in_host[static_cast<unsigned char>(c)]) {
      return fail(Cause::invalid, "the host name holds a character that may not stand in one");
    }
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  }
  if (!ascii && printable(host) != host) {
    return fail(Cause::invalid, "the host name is not valid UTF-8 or holds invisible characters");
  }
  return host;
}

Result<int> parse_port(std::string_view digits) {
  if (digits.empty()) return 0;
  const auto port = parse_number(digits);
  if (!port || *port < 1 || *port > 65535) {
    return fail(Cause::invalid, "the port is not a number from 1 to 65535");
  }
  return static_cast<int>(*port);
}

bool is_one_dot(std::string_view segment) {
  return segment == "." || equal_ignoring_case(segment, "%2e");
}

bool is_two_dots(std::string_view segment) {
  return segment == ".." || equal_ignoring_case(segment, ".%2e") ||
         equal_ignoring_case(segment, "%2e.") || equal_ignoring_case(segment, "%2e%2e");
}

}  // namespace

Scheme scheme_named(std::string_view lower_case_name) {
  const auto* const known =
      std::find_if(schemes.begin(), schemes.end(), [lower_case_name](const Scheme& s) {
        return s.name == lower_case_name;
      });
  return known == schemes.end() ? Scheme{} : *known;
}

std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_alpha(text.front())) return 0;
  std::size_t at = 1;
  const auto may_go_on = [](char c) {
    return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  };
  while (at < text.size() && may_go_on(text[at]))
    ++at;
  return at < text.size() && text[at] == ':' ? at : 0;
}

std::string cleaned(std::string_view text) {
  const auto at_the_edge = [](char c) { return c >= 0 && c <= 0x20; };
  while (!text.empty() && at_the_edge(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && at_the_edge(text.back()))
    text.remove_suffix(1);
  std::string clean(text);
  std::erase_if(clean, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
  return clean;
}

void turn_slashes(std::string& text) {
  if (text.find('\\') == std::string::npos) return;
  const std::size_t end = std::min(text.find_first_of("?#"), text.size());
  std::replace(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\\', '/');
}

PartsView take_apart(std::string_view after_scheme) {
  PartsView parts;
  if (const std::size_t at = after_scheme.find('#'); at != std::string_view::npos) {
    parts.fragment = after_scheme.substr(at);
    after_scheme = after_scheme.substr(0, at);
  }
  if (const std::size_t at = after_scheme.find('?'); at != std::string_view::npos) {
    parts.query = after_scheme.substr(at);
    after_scheme = after_scheme.substr(0, at);
  }
  if (after_scheme.starts_with("//")) {
    const std::size_t end = std::min(after_scheme.find('/', 2), after_scheme.size());
    parts.authority = after_scheme.substr(2, end - 2);
    after_scheme = after_scheme.substr(end);
  }
  parts.path = after_scheme;
  return parts;
}

Result<Authority> parse_authority(std::string_view text) {
  Authority authority;
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    authority.user_info = encode(text.substr(0, at), in_user_info);
    text = text.substr(at + 1);
  }
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos) {
    const auto port = parse_port(text.substr(colon + 1));
    if (!port) return fail(port.error());
    authority.port = *port;
    text = text.substr(0, colon);
  }
  auto host = parse_host(text);
  if (!host) return fail(host.error());
  authority.host = *std::move(host);
  return authority;
}

std::string encode_path(std::string_view path) {
  return encode(path, in_path);
}

std::string encode_query(std::string_view query) {
  if (query.empty()) return {};
  return query.front() + encode(query.substr(1), in_query);
}

std::string without_dots(std::string_view path) {
  const auto may_be_dots = [path](std::string_view beginning) {
    return path.find(beginning) != std::string_view::npos;
  };
  if (!may_be_dots("/.") && !may_be_dots("/%2")) return std::string(path);
  std::string kept;
  while (!path.empty()) {  // each segment is taken with the slash before it
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(1, end - 1);
    const bool last = end == path.size();
    if (is_two_dots(segment)) {
      kept.erase(std::min(kept.rfind('/'), kept.size()));
      if (last) kept += '/';
    } else if (is_one_dot(segment)) {
      if (last) kept += '/';
    } else {
      kept += path.substr(0, end);
    }
    path.remove_prefix(end);
  }
  return kept;
}

std::string hide_values(std::string_view marked) {
  if (marked.size() < 2) return std::string(marked);
  std::string hidden(1, marked.front());
  for (const std::string_view pair : split(marked.substr(1), '&')) {
    const std::size_t equals = pair.find('=');
    if (hidden.size() > 1) hidden += '&';
    // What has no name may itself be a token.
    if (equals != std::string_view::npos) hidden += pair.substr(0, equals + 1);
    if (!pair.empty()) hidden += "***";
  }
  return hidden;
}

}  // namespace base::url_syntax
