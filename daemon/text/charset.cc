#include "text/charset.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "text/converter.h"
#include "text/encoding_labels.h"
#include "text/utf8.h"

namespace text {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t declaration_window = 1024;  // bytes in which an XML declaration must end

struct Beginning {
  std::string_view bytes;
  std::string_view encoding;
  std::size_t skip = 0;  ///< bytes of a byte order mark
};

/// The longer before the shorter: UTF-32's mark begins with UTF-16's.
constexpr std::array<Beginning, 9> beginnings = {{
    {"\xEF\xBB\xBF"sv, "utf-8", 3},
    {"\xFF\xFE\0\0"sv, "utf-32le", 4},
    {"\0\0\xFE\xFF"sv, "utf-32be", 4},
    {"\xFF\xFE"sv, "utf-16le", 2},
    {"\xFE\xFF"sv, "utf-16be", 2},
    {"<\0\0\0"sv, "utf-32le", 0},
    {"\0\0\0<"sv, "utf-32be", 0},
    {"<\0"sv, "utf-16le", 0},
    {"\0<"sv, "utf-16be", 0},
}};

constexpr std::string_view ebcdic_declaration = "\x4C\x6F\xA7\x94"sv;  // "<?xm"

const Beginning* beginning_of(std::string_view bytes) {
  const auto* const found =
      std::find_if(beginnings.begin(), beginnings.end(), [bytes](const Beginning& one) {
        return bytes.starts_with(one.bytes);
      });
  return found == beginnings.end() ? nullptr : found;
}

/// The label in `<?xml … encoding="label"?>`.
std::string_view declared_in_xml(std::string_view bytes) {
  std::string_view head = bytes.substr(0, declaration_window);
  while (!head.empty() && base::is_space(head.front()))
    head.remove_prefix(1);
  if (!head.starts_with("<?xml")) return {};
  head = head.substr(0, head.find("?>"));
  const std::size_t word = head.find("encoding");
  const std::size_t open = head.find_first_of("\"'", std::min(word, head.size()));
  if (word == std::string_view::npos || open == std::string_view::npos) return {};
  const std::size_t close = head.find(head[open], open + 1);
  if (close == std::string_view::npos) return {};
  return head.substr(open + 1, close - open - 1);
}

/// Whether a label can be true: bytes with a plain '<' and no NUL are not UTF-16 or UTF-32.
bool plausible(std::string_view bytes, std::string_view encoding) {
  const bool wide = encoding.starts_with("utf-16") || encoding.starts_with("utf-32") ||
                    encoding.starts_with("ucs-") || encoding.starts_with("iso-10646-ucs");
  return !wide || bytes.substr(0, declaration_window).find('\0') != std::string_view::npos;
}

bool names_ascii(std::string_view label) {
  return base::equal_ignoring_case(label, "us-ascii") || base::equal_ignoring_case(label, "ascii");
}

/// How the bytes beyond ASCII stand with UTF-8.
struct Census {
  std::size_t good = 0;  ///< characters
  std::size_t bad = 0;   ///< broken sequences
};

Census census_of(std::string_view bytes) {
  Census census;
  std::string_view window = bytes.substr(0, detection_window);
  while (!window.empty()) {
    const std::size_t valid = valid_length(window);
    census.good += static_cast<std::size_t>(std::count_if(
        window.begin(), window.begin() + static_cast<std::ptrdiff_t>(valid), [](char c) {
          return (static_cast<unsigned char>(c) & 0xC0U) == 0xC0U;
        }));
    window.remove_prefix(valid);
    if (window.empty()) break;
    window.remove_prefix(1);
    ++census.bad;
  }
  return census;
}

/// Mostly UTF-8, a few bytes spoilt: better repaired than taken for another encoding.
bool nearly_utf8(std::string_view bytes) {
  constexpr std::size_t good_for_each_bad = 10;
  const Census census = census_of(bytes);
  return census.good > census.bad * good_for_each_bad;
}

/// What XML and SQL forbid and no writer means.
std::string without_nul(std::string_view bytes) {
  std::string kept(bytes);
  if (bytes.find('\0') != std::string_view::npos) std::erase(kept, '\0');
  return kept;
}

std::optional<std::string> read_as(std::string_view bytes, const std::string& encoding) {
  if (encoding.empty() || !plausible(bytes, encoding)) return std::nullopt;
  if (encoding == "utf-8") return repair_utf8(bytes);
  auto converted = convert(bytes, encoding);
  if (converted && converted->find('\0') != std::string::npos) std::erase(*converted, '\0');
  return converted;
}

std::string xml_encoding(std::string_view bytes) {
  if (!bytes.starts_with(ebcdic_declaration)) return encoding_for(declared_in_xml(bytes));
  // EBCDIC says which EBCDIC it is in letters that all of them share.
  const auto head = convert(bytes.substr(0, declaration_window), "ibm-037");
  const std::string label = encoding_for(head ? declared_in_xml(*head) : ""sv);
  return label.empty() ? "ibm-037" : label;
}

}  // namespace

std::string to_utf8(std::string_view bytes, std::string_view declared) {
  if (const Beginning* beginning = beginning_of(bytes)) {
    const std::string_view rest = bytes.substr(beginning->skip);
    if (auto read = read_as(rest, std::string(beginning->encoding))) return *std::move(read);
  }
  const std::string outer = encoding_for(declared);
  const std::string inner = xml_encoding(bytes);
  const bool utf8 = valid_utf8(bytes);
  if (utf8 && (names_ascii(declared) || (outer.empty() && names_ascii(declared_in_xml(bytes))))) {
    return repair_utf8(bytes);  // what is more than ASCII is then most likely this
  }
  for (const std::string& encoding : {outer, inner}) {
    // A label that says UTF-8 of what is not gives way to one that does not.
    if (encoding == "utf-8" && !utf8 && !inner.empty() && inner != encoding) continue;
    // Nothing of UTF-8 is in it but ASCII: the label was copied from somewhere.
    if (encoding == "utf-8" && !utf8 && census_of(bytes).good == 0) {
      if (auto read = read_as(bytes, "windows-1252")) return *std::move(read);
    }
    if (encoding == "utf-8" && utf8) return without_nul(bytes);
    if (auto read = read_as(bytes, encoding)) return *std::move(read);
  }
  if (utf8) return without_nul(bytes);
  if (nearly_utf8(bytes)) return repair_utf8(bytes);
  if (auto read = read_as(bytes, detect_encoding(bytes))) return *std::move(read);
  return repair_utf8(bytes);
}

}  // namespace text
