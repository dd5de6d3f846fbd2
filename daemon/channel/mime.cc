#include "channel/mime.h"

#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "base/text.h"

namespace channel {
namespace {

constexpr std::size_t line_length = 76;  // RFC 5322 asks for 78 at most, RFC 2045 for 76
constexpr std::size_t longest_plain_word =
    60;  // in a header; longer ones are encoded, to be folded
constexpr std::size_t encoded_word_bytes =
    42;                                    // in base64 with its frame: below the 75 of RFC 2047
constexpr std::size_t longest_local = 64;  // RFC 5321, section 4.5.3.1
constexpr std::size_t longest_address = 254;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_atom_char(char c) {  // RFC 5322, section 3.2.3
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_ascii(std::string_view text) {
  return std::all_of(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(line.begin(), line.end(), is_control, ' ');
  return std::string(base::trim(line));
}

bool fits_unencoded(std::string_view line) {
  if (!is_ascii(line) || line.find("=?") != std::string_view::npos) return false;
  const auto words = base::split(line, ' ');
  return std::all_of(words.begin(), words.end(), [](std::string_view word) {
    return word.size() <= longest_plain_word;
  });
}

// Line breaks go before the spaces that are there already, so unfolding gives back the very same
// text.
std::string fold(std::string_view line, std::size_t column) {
  std::string folded;
  bool first = true;
  for (const std::string_view word : base::split(line, ' ')) {
    const bool breaks = !first && !word.empty() && column + 1 + word.size() > line_length;
    if (breaks) {
      folded += "\r\n";
      column = 0;
    }
    if (!first) folded += ' ';
    folded += word;
    column += word.size() + 1;
    first = false;
  }
  return folded;
}

// Encoded words of whole characters; white space between two of them is not part of the text.
std::string encoded_words(std::string_view line) {
  std::string words;
  while (!line.empty()) {
    std::size_t length = 0;
    for (;;) {
      const std::size_t next = length + base::byte_offset(line.substr(length), 1);
      if (next > encoded_word_bytes || next == length) break;
      length = next;
    }
    if (!words.empty()) words += "\r\n ";
    words += "=?utf-8?B?" + base::base64(line.substr(0, length)) + "?=";
    line.remove_prefix(length);
  }
  return words;
}

// A display name: a quoted string, or encoded words.
std::string phrase(std::string_view name) {
  const std::string line = one_line(name);
  if (!fits_unencoded(line)) return encoded_words(line);
  std::string quoted = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string mailbox(const Address& address) {
  if (address.name.empty()) return address.spec;
  return phrase(address.name) + "\r\n <" + address.spec + ">";
}

std::string base64_lines(std::string_view text) {
  const std::string all = base::base64(text);
  std::string lines;
  for (std::size_t at = 0; at < all.size(); at += line_length) {
    lines += all.substr(at, line_length) + "\r\n";
  }
  return lines;
}

std::string with_crlf(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') lines += '\r';
    lines += c;
  }
  return lines;
}

// Base64 leaves no line of ours to be taken for a boundary, a dot or a header, and no limit on line
// length.
std::string part(std::string_view boundary, std::string_view type, std::string_view text) {
  return "--" + std::string(boundary) + "\r\nContent-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         base64_lines(with_crlf(text));
}

bool is_local_part(std::string_view local) {
  return !local.empty() && local.size() <= longest_local && local.front() != '.' &&
         local.back() != '.' && local.find("..") == std::string_view::npos &&
         std::all_of(
             local.begin(), local.end(), [](char c) { return c == '.' || is_atom_char(c); });
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(
             label.begin(), label.end(), [](char c) { return c == '-' || is_letter_or_digit(c); });
}

bool is_domain(std::string_view domain) {
  if (domain.starts_with('[') && domain.ends_with(']')) {  // an address literal
    return domain.size() > 2 && std::all_of(domain.begin() + 1, domain.end() - 1, [](char c) {
             return is_letter_or_digit(c) || c == '.' || c == ':';
           });
  }
  const auto labels = base::split(domain, '.');
  return std::all_of(labels.begin(), labels.end(), is_label);
}

}  // namespace

base::Result<Address> Address::parse(std::string_view text) {
  const std::string_view whole = base::trim(text);
  Address address;
  std::string_view spec = whole;
  if (const std::size_t open = whole.rfind('<'); open != std::string_view::npos) {
    if (!whole.ends_with('>')) {
      return base::fail(base::Cause::invalid, "the address lacks its closing >");
    }
    spec = whole.substr(open + 1, whole.size() - open - 2);
    std::string_view name = base::trim(whole.substr(0, open));
    if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"')) {
      name = name.substr(1, name.size() - 2);
    }
    address.name = std::string(name);
  }
  if (address.name.find_first_of("<>") != std::string::npos) {
    return base::fail(base::Cause::invalid, "more than one address; write each on its own");
  }
  if (std::any_of(address.name.begin(), address.name.end(), is_control)) {
    return base::fail(base::Cause::invalid, "the name in an address must be one line");
  }
  const std::size_t at = spec.rfind('@');
  if (at == std::string_view::npos) {
    return base::fail(base::Cause::invalid,
                      "not a mail address: it lacks an @ (as in duty@example.org)");
  }
  if (!is_ascii(spec)) {
    return base::fail(base::Cause::invalid,
                      "a mail address must be ASCII; write its domain in the xn-- form");
  }
  if (spec.size() > longest_address || !is_local_part(spec.substr(0, at)) ||
      !is_domain(spec.substr(at + 1))) {
    return base::fail(base::Cause::invalid, "not a mail address as in duty@example.org");
  }
  address.spec = std::string(spec);
  return address;
}

std::string header_text(std::string_view name, std::string_view value) {
  const std::string line = one_line(value);
  if (fits_unencoded(line)) return fold(line, name.size() + 2);
  return name.size() > 20 ? "\r\n " + encoded_words(line) : encoded_words(line);
}

std::string dot_atom(std::string_view text) {
  std::string atom;
  for (const char c : text) {
    const bool dot = c == '.' && !atom.empty() && atom.back() != '.';
    atom += dot || is_letter_or_digit(c) || c == '-' || c == '_' ? c : '-';
  }
  while (!atom.empty() && atom.back() == '.')
    atom.pop_back();
  return atom.empty() ? "localhost" : atom;
}

std::string to_mime(const Letter& letter) {
  // No line of base64 can begin with two hyphens, so any boundary is safe; this one repeats itself.
  const std::string boundary = "newswatch-" + base::uuid5("boundary:" + letter.message_id);
  std::string stamp = base::format_http_date(letter.date);
  stamp.replace(stamp.size() - 3, 3, "+0000");  // "GMT" is the obsolete writing in a mail
  std::string mail;
  const auto header = [&mail](std::string_view name, const std::string& value) {
    mail += std::string(name) + ": " + value + "\r\n";
  };
  header("From", mailbox(letter.from));
  header("To", mailbox(letter.to));
  header("Subject", header_text("Subject", letter.subject));
  header("Date", stamp);
  header("Message-ID", "<" + letter.message_id + ">");
  header("List-Id", "<" + letter.list_id + ">");
  header("Auto-Submitted", "auto-generated");
  header("X-Newswatch-Alert", header_text("X-Newswatch-Alert", letter.alert_id));
  header("MIME-Version", "1.0");
  header("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
  return mail + "\r\n" + part(boundary, "text/plain", letter.text) +
         part(boundary, "text/html", letter.html) + "--" + boundary + "--\r\n";
}

}  // namespace channel
