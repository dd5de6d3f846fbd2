#include "text/plain_writer.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "text/references.h"
#include "text/utf8.h"

namespace text {
namespace {

/// Bytes at which a run of ordinary text may end: white space, controls, and the bytes with which
/// white space beyond ASCII begins.
constexpr std::array<bool, 256> special = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0; byte <= ' '; ++byte)
    table[byte] = true;
  for (const std::size_t byte : {0xC2U, 0xE1U, 0xE2U, 0xE3U})
    table[byte] = true;
  return table;
}();

bool is_special(char c) {
  return special[static_cast<unsigned char>(c)];
}

/// U+0080 to U+009F, which are no characters anybody writes.
bool is_c1(std::string_view text) {
  return text.size() > 1 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0;
}

using Bytes = std::uint64_t;  ///< eight of a text, the first the lowest

constexpr Bytes each(unsigned char byte) {
  return byte * Bytes{0x0101010101010101};
}

/// Marks the bytes that are 0 by their highest bit; above one that is, perhaps others too.
constexpr Bytes zeros(Bytes bytes) {
  return (bytes - each(1)) & ~bytes & each(0x80);
}

/// From `at` on over eights of bytes that are certainly of one run: no end of it among them, and no
/// two spaces side by side. What is left is for a closer look.
std::size_t pass_eights(std::string_view plain, std::size_t begin, std::size_t at) {
  if constexpr (std::endian::native != std::endian::little) return at;
  const std::size_t from = at;
  bool after_space = at == begin || plain[at - 1] == ' ';
  for (; plain.size() - at >= sizeof(Bytes); at += sizeof(Bytes)) {
    Bytes bytes = 0;
    std::memcpy(&bytes, plain.data() + at, sizeof bytes);
    const Bytes spaces = zeros(bytes ^ each(' '));
    const Bytes control = (bytes - each(' ')) & ~bytes & each(0x80);
    const Bytes c2 = zeros(bytes ^ each(0xC2));
    const Bytes e0_to_e3 = zeros((bytes & each(0xFC)) ^ each(0xE0));
    const Bytes beside = spaces & ((spaces << 8U) | (after_space ? 0x80U : 0U));
    if ((control | c2 | e0_to_e3 | beside) != 0) break;
    after_space = (spaces >> 63U) != 0;
  }
  return at > from && plain[at - 1] == ' ' ? at - 1 : at;
}

/// Where ordinary text ends that began here. A single space between two words belongs to it.
std::size_t run_end(std::string_view plain, std::size_t at) {
  const char* const bytes = plain.data();
  const std::size_t size = plain.size();
  const std::size_t begin = at;
  while (true) {
    at = pass_eights(plain, begin, at);
    while (at < size && !is_special(bytes[at]))
      ++at;
    const bool lone_space =
        at > begin && at + 1 < size && bytes[at] == ' ' && !is_special(bytes[at + 1]);
    if (!lone_space) return at;
    ++at;
  }
}

}  // namespace

void PlainWriter::close_gap() {
  if (gap_ != Gap::none && !out_.empty()) out_.push_back(gap_ == Gap::block ? '\n' : ' ');
  gap_ = Gap::none;
}

void PlainWriter::add(std::string_view plain) {
  std::size_t at = 0;
  while (at < plain.size()) {
    const std::size_t begin = at;
    at = run_end(plain, begin);
    if (at > begin) {
      close_gap();
      out_.append(plain.substr(begin, at - begin));
    }
    if (at == plain.size()) return;
    if (const std::size_t space = white_space_length(plain.substr(at)); space > 0) {
      if (gap_ == Gap::none) gap_ = Gap::space;
      at += space;
    } else if (static_cast<unsigned char>(plain[at]) < ' ') {
      ++at;
    } else if (is_c1(plain.substr(at))) {
      close_gap();
      append_code_point(out_, meant_by_c1(static_cast<unsigned char>(plain[at + 1])));
      at += 2;
    } else {
      close_gap();
      out_.push_back(plain[at++]);
    }
  }
}

}  // namespace text
