// A mail as it goes over the wire: RFC 5322 headers, RFC 2045 to 2047 encodings, CRLF line ends.
// Private to the room. Foreign text cannot add a header, a line or a part, whatever it holds.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace channel {

struct Address {
  std::string name;  ///< for people; may be empty
  std::string spec;  ///< local@domain

  /// "duty@example.org" or "The Duty Desk <duty@example.org>".
  [[nodiscard]] static base::Result<Address> parse(std::string_view text);
  bool operator==(const Address&) const = default;
};

struct Letter {
  Address from;
  Address to;
  std::string subject;
  std::string message_id;  ///< without angle brackets
  std::string list_id;     ///< without angle brackets
  std::string alert_id;
  base::TimePoint date;
  std::string text;  ///< UTF-8, LF line ends
  std::string html;
};

[[nodiscard]] std::string to_mime(const Letter& letter);

/// The value of an unstructured header (RFC 2047 where it must be), folded; `name` is only
/// measured.
[[nodiscard]] std::string header_text(std::string_view name, std::string_view value);

/// The characters of a host name or a Message-ID's left side; anything else becomes a hyphen. Never
/// empty.
[[nodiscard]] std::string dot_atom(std::string_view text);

}  // namespace channel
