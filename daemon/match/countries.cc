#include "match/countries.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <tuple>

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>
#include <unicode/ures.h>
#include <unicode/uscript.h>

#include "match/points.h"
#include "match/term.h"
#include "match/term_index.h"
#include "text/tokens.h"

namespace match {
namespace {

/// What CLDR covers at level "modern".
constexpr std::array languages = {
    "af", "am",  "ar", "as", "az", "be",  "bg", "bn", "bs",  "ca",  "chr", "cs", "cy", "da",
    "de", "dsb", "el", "en", "es", "et",  "eu", "fa", "fi",  "fil", "fr",  "ga", "gd", "gl",
    "gu", "ha",  "he", "hi", "hr", "hsb", "hu", "hy", "id",  "ig",  "is",  "it", "ja", "jv",
    "ka", "kk",  "km", "kn", "ko", "kok", "ky", "lo", "lt",  "lv",  "mk",  "ml", "mn", "mr",
    "ms", "my",  "ne", "nn", "no", "nb",  "or", "pa", "pcm", "pl",  "ps",  "pt", "ro", "ru",
    "sd", "si",  "sk", "sl", "so", "sq",  "sr", "sv", "sw",  "ta",  "te",  "th", "tk", "tr",
    "uk", "ur",  "uz", "vi", "yo", "yue", "zh", "zu", "nl"};

constexpr std::array tables = {"Countries", "Countries%short", "Countries%variant"};
constexpr std::size_t shortest_latin = 3;  ///< letters of a name that is one word

struct CloseBundle {
  void operator()(UResourceBundle* bundle) const { ures_close(bundle); }
};
using Bundle = std::unique_ptr<UResourceBundle, CloseBundle>;

/// A name of a country, as one term of the index.
struct CountryUse {
  std::string_view code;
  bool capital = false;  ///< its first letter must be one in the text
};

[[nodiscard]] bool is_capital(char32_t point) {
  const auto code = static_cast<UChar32>(point);
  return u_isupper(code) != 0 || u_istitle(code) != 0;
}

[[nodiscard]] bool is_latin(char32_t point) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(point), &status) == USCRIPT_LATIN;
}

/// One or two Latin letters: an abbreviation, which is a word elsewhere.
[[nodiscard]] bool too_short(const Term& term) {
  if (term.elements.size() > 1) return false;
  const std::u32string letters = points_of(term.elements.front().folded);
  return letters.size() < shortest_latin && std::ranges::all_of(letters, is_latin);
}

class CountryTable final {
 public:
  [[nodiscard]] static const CountryTable& table() {
    static const CountryTable made;
    return made;
  }

  [[nodiscard]] const TermIndex& names() const { return names_; }
  [[nodiscard]] const std::vector<CountryUse>& uses(std::uint32_t term) const {
    return uses_[term];
  }

 private:
  CountryTable() {
    for (const char* const language : languages) {
      for (const char* const table : tables) {
        read(language, table);
      }
    }
    names_.freeze();
  }

  void read(const char* language, const char* table) {
    UErrorCode status = U_ZERO_ERROR;
    const Bundle bundle(ures_open(U_ICUDATA_NAME "-region", language, &status));
    if (U_FAILURE(status) != 0 || status == U_USING_DEFAULT_WARNING) return;
    status = U_ZERO_ERROR;
    const Bundle names(ures_getByKey(bundle.get(), table, nullptr, &status));
    if (U_FAILURE(status) != 0) return;
    while (ures_hasNext(names.get()) != 0) {
      std::int32_t length = 0;
      const char* code = nullptr;
      status = U_ZERO_ERROR;
      const UChar* const name = ures_getNextString(names.get(), &length, &code, &status);
      if (U_SUCCESS(status) != 0 && code != nullptr) add(code, icu::UnicodeString(name, length));
    }
  }

  void add(const char* code, const icu::UnicodeString& name) {
    const char* const* const known = std::find_if(
        codes(), codes_end(), [&](const char* each) { return std::strcmp(each, code) == 0; });
    if (known == codes_end() || *known == nullptr) return;
    std::string written;
    name.toUTF8String(written);
    std::replace_if(
        written.begin(), written.end(), [](char c) { return c == '*' || c == '?'; }, ' ');
    const auto term = parse_term(written);
    if (!term || too_short(*term)) return;
    const std::u32string points = points_of(written);
    const auto first = std::ranges::find_if(
        points, [](char32_t point) { return u_isalpha(static_cast<UChar32>(point)) != 0; });
    const bool capital = first != points.end() && is_capital(*first);
    const std::uint32_t number = names_.add(*term);
    if (uses_.size() <= number) uses_.resize(number + std::size_t{1});
    auto& uses = uses_[number];
    const auto same = std::ranges::find(uses, std::string_view(*known), &CountryUse::code);
    if (same == uses.end()) {
      uses.push_back({*known, capital});
    } else {
      same->capital = same->capital && capital;
    }
  }

 public:
  [[nodiscard]] static const char* const* codes() { return uloc_getISOCountries(); }
  [[nodiscard]] static const char* const* codes_end() {
    const char* const* end = codes();
    while (*end != nullptr) {
      ++end;
    }
    return end;
  }

 private:
  TermIndex names_;
  std::vector<std::vector<CountryUse>> uses_;  ///< by term
};

/// Takes away what lies inside a longer one. Sorted by start, the longest first.
[[nodiscard]] std::vector<CountryName> outermost(const std::vector<CountryName>& found) {
  std::vector<CountryName> kept;
  Finding widest;
  for (const CountryName& name : found) {
    const bool inside = name.place.end < widest.end ||
                        (name.place.end == widest.end && name.place.start > widest.start);
    if (inside) continue;
    if (name.place.end > widest.end) widest = name.place;
    kept.push_back(name);
  }
  return kept;
}

}  // namespace

bool is_country(std::string_view code) {
  return std::any_of(CountryTable::codes(), CountryTable::codes_end(), [&](const char* known) {
    return code == known;
  });
}

std::vector<CountryName> countries_in(FieldText& field) {
  const CountryTable& table = CountryTable::table();
  TermIndex::Scratch scratch;
  std::vector<Occurrence> occurrences;
  table.names().find(field.tokens(), scratch, occurrences);
  std::vector<CountryName> found;
  for (const Occurrence& each : occurrences) {
    for (const CountryUse& use : table.uses(each.term)) {
      if (use.capital && !is_capital(field.points()[each.start])) continue;
      found.push_back({use.code,
                       {.start = each.start,
                        .end = each.end,
                        .first = each.first,
                        .last = each.last,
                        .block = each.block}});
    }
  }
  std::ranges::sort(found, [](const CountryName& a, const CountryName& b) {
    return std::tie(a.place.start, b.place.end, a.code) <
           std::tie(b.place.start, a.place.end, b.code);
  });
  return outermost(found);
}

}  // namespace match
