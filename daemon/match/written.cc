#include "match/written.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "match/points.h"

namespace match {
namespace {

constexpr char32_t emoji_selector = U'\uFE0F';

}  // namespace

std::string as_written(std::u32string_view text, const text::Place& place) {
  std::u32string kept;
  for (std::uint32_t at = place.start; at < place.end && at < text.size(); ++at) {
    const char32_t point = text[at];
    const bool number =
        point == U'.' && !kept.empty() && u_isdigit(static_cast<UChar32>(kept.back()));
    const bool passed_over = u_charType(static_cast<UChar32>(point)) == U_FORMAT_CHAR ||
                             point == emoji_selector || (point == U'.' && !number);
    if (!passed_over) kept.push_back(point);
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) != 0) return utf8_of(kept);
  const icu::UnicodeString composed =
      nfc->normalize(icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(kept.data()),
                                                   static_cast<std::int32_t>(kept.size())),
                     status);
  std::string out;
  return composed.toUTF8String(out);
}

std::u32string case_folded(std::u32string_view text) {
  std::u32string folded(text);
  for (char32_t& point : folded) {
    point = static_cast<char32_t>(u_foldCase(static_cast<UChar32>(point), U_FOLD_CASE_DEFAULT));
  }
  return folded;
}

}  // namespace match
