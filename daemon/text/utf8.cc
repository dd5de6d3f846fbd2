#include "text/utf8.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "text/charset.h"

namespace text {
namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

bool continues(std::string_view bytes, std::size_t at) {
  return at < bytes.size() && (byte_at(bytes, at) & 0xC0U) == 0x80U;
}

/// What a lead byte promises: how many bytes, and between which bounds the second lies (the Unicode
/// Standard, table 3-7: so overlong forms, surrogates and what is beyond U+10FFFF are never valid).
struct Promise {
  std::size_t length = 0;
  unsigned low = 0x80;
  unsigned high = 0xBF;
};

Promise promise_of(unsigned lead) {
  if (lead < 0x80) return {.length = 1};
  if (lead < 0xC2) return {};
  if (lead < 0xE0) return {.length = 2};
  if (lead == 0xE0) return {.length = 3, .low = 0xA0};
  if (lead == 0xED) return {.length = 3, .high = 0x9F};
  if (lead < 0xF0) return {.length = 3};
  if (lead == 0xF0) return {.length = 4, .low = 0x90};
  if (lead < 0xF4) return {.length = 4};
  if (lead == 0xF4) return {.length = 4, .high = 0x8F};
  return {};
}

struct Step {
  std::size_t length = 1;  ///< of the character, or of its longest broken beginning
  bool valid = false;
};

Step step_at(std::string_view bytes, std::size_t at) {
  const Promise promise = promise_of(byte_at(bytes, at));
  if (promise.length <= 1) return {1, promise.length == 1};
  if (!continues(bytes, at + 1) || byte_at(bytes, at + 1) < promise.low ||
      byte_at(bytes, at + 1) > promise.high) {
    return {1, false};
  }
  std::size_t length = 2;
  while (length < promise.length && continues(bytes, at + length))
    ++length;
  return {length, length == promise.length};
}

/// Of a valid character of two or three bytes whose lead promises nothing special; 0 for any other.
std::size_t common_length(std::string_view bytes, std::size_t at) {
  const unsigned lead = byte_at(bytes, at);
  if (lead >= 0xC2 && lead < 0xE0) return continues(bytes, at + 1) ? 2 : 0;
  const bool three = lead > 0xE0 && lead < 0xF0 && lead != 0xED;
  return three && continues(bytes, at + 1) && continues(bytes, at + 2) ? 3 : 0;
}

/// Where ASCII ends, eight bytes at a time.
std::size_t ascii_end(std::string_view bytes, std::size_t at) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  while (at + sizeof(std::uint64_t) <= bytes.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    if ((word & high_bits) != 0) break;
    at += sizeof word;
  }
  while (at < bytes.size() && byte_at(bytes, at) < 0x80)
    ++at;
  return at;
}

}  // namespace

std::size_t valid_length(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (byte_at(bytes, at) < 0x80) {
      at = ascii_end(bytes, at);
      continue;
    }
    const std::size_t length = common_length(bytes, at);
    if (length != 0) {
      at += length;
      continue;
    }
    const Step step = step_at(bytes, at);
    if (!step.valid) return at;
    at += step.length;
  }
  return at;
}

bool valid_utf8(std::string_view bytes) {
  return valid_length(bytes) == bytes.size();
}

std::string repair_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t good = valid_length(bytes);
    for (std::string_view run = bytes.substr(0, good); !run.empty();) {
      const std::size_t nul = run.find('\0');
      out.append(run.substr(0, nul));
      run.remove_prefix(nul == std::string_view::npos ? run.size() : nul + 1);
    }
    bytes.remove_prefix(good);
    if (bytes.empty()) break;
    out.append(replacement);
    bytes.remove_prefix(step_at(bytes, 0).length);
  }
  return out;
}

void append_code_point(std::string& out, char32_t code_point) {
  const auto add = [&out](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xC0U | (code_point >> 6U));
    add(0x80U | (code_point & 0x3FU));
  } else if ((code_point >= 0xD800 && code_point < 0xE000) || code_point > 0x10FFFF) {
    out.append(replacement);
  } else if (code_point < 0x10000) {
    add(0xE0U | (code_point >> 12U));
    add(0x80U | ((code_point >> 6U) & 0x3FU));
    add(0x80U | (code_point & 0x3FU));
  } else {
    add(0xF0U | (code_point >> 18U));
    add(0x80U | ((code_point >> 12U) & 0x3FU));
    add(0x80U | ((code_point >> 6U) & 0x3FU));
    add(0x80U | (code_point & 0x3FU));
  }
}

std::size_t white_space_length(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned first = byte_at(text, 0);
  if (first < 0x80) return first == ' ' || (first >= '\t' && first <= '\r') ? 1 : 0;
  if (text.starts_with("\xC2\x85") || text.starts_with("\xC2\xA0")) return 2;
  if (text.size() < 3) return 0;
  const std::string_view three = text.substr(0, 3);
  if (three == "\xE1\x9A\x80" || three == "\xE3\x80\x80" || three == "\xE2\x81\x9F") return 3;
  if (!three.starts_with("\xE2\x80")) return 0;
  const unsigned third = byte_at(three, 2);
  const bool space = third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF;
  return space ? 3 : 0;  // U+2000 to U+200A, U+2028, U+2029, U+202F
}

}  // namespace text
