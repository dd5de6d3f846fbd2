#include "base/utf8.h"

#include <algorithm>

namespace base {
namespace {

/// What a leading byte promises. `low` and `high` bound the second byte, which is where overlong
/// forms, surrogates and what lies beyond U+10FFFF show (Unicode, table 3-7).
struct Promise {
  std::size_t length = 0;
  unsigned bits = 0;
  unsigned low = 0x80;
  unsigned high = 0xBF;
};

Promise promise_of(unsigned lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return {.length = 2, .bits = lead & 0x1FU};
  if (lead >= 0xE0 && lead <= 0xEF) {
    return {.length = 3,
            .bits = lead & 0x0FU,
            .low = lead == 0xE0 ? 0xA0U : 0x80U,
            .high = lead == 0xED ? 0x9FU : 0xBFU};
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    return {.length = 4,
            .bits = lead & 0x07U,
            .low = lead == 0xF0 ? 0x90U : 0x80U,
            .high = lead == 0xF4 ? 0x8FU : 0xBFU};
  }
  return {};
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

}  // namespace

Utf8Step first_utf8(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  if (lead < 0x80) return {.code_point = lead, .length = 1, .valid = true};
  const Promise promise = promise_of(lead);
  unsigned code_point = promise.bits;
  std::size_t at = 1;
  for (; at < promise.length && at < text.size(); ++at) {
    const unsigned byte = byte_at(text, at);
    const bool second = at == 1;
    if (byte < (second ? promise.low : 0x80U) || byte > (second ? promise.high : 0xBFU)) break;
    code_point = (code_point << 6U) | (byte & 0x3FU);
  }
  const bool whole = promise.length != 0 && at == promise.length;
  return {
      .code_point = whole ? code_point : 0, .length = std::max<std::size_t>(at, 1), .valid = whole};
}

}  // namespace base
