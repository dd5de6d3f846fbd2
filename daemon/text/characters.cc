#include "text/characters.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>

namespace text {
namespace {

constexpr char32_t syllable_first = 0xAC00;
constexpr char32_t l_first = 0x1100;
constexpr char32_t v_first = 0x1161;
constexpr char32_t t_before_first = 0x11A7;
constexpr char32_t v_count = 21;
constexpr char32_t t_count = 28;

struct ClassSet {
  std::uint32_t classes;
  const char* pattern;
};

// ICU's own notation for sets of characters. U+02BC is a letter to Unicode and an apostrophe to
// rule 2.
constexpr std::array class_sets = {
    ClassSet{letter, R"([[:L:]-[\u02BC]])"},
    ClassSet{mark, "[:M:]"},
    ClassSet{digit, "[:N:]"},
    ClassSet{format, "[:Cf:]"},
    ClassSet{
        lone,
        "[[[:L:][:M:]]&[[:scx=Hani:][:scx=Hira:][:scx=Kana:][:scx=Hang:][:scx=Thai:][:scx=Laoo:]"
        "[:scx=Khmr:][:scx=Mymr:]]]"},
    ClassSet{extend, "[[:GCB=Extend:][:GCB=SpacingMark:]]"},
    ClassSet{hangul_l, "[:GCB=L:]"},
    ClassSet{hangul_v, "[[:GCB=V:][:GCB=LV:]]"},
    ClassSet{hangul_t, "[[:GCB=T:][:GCB=LVT:]]"},
    ClassSet{syllable, "[[:GCB=LV:][:GCB=LVT:]]"},
    ClassSet{arabic, "[[:L:]&[:sc=Arab:]]"},
    ClassSet{emoji, "[:Emoji:]"},
    ClassSet{emoji_presentation, "[:Emoji_Presentation:]"},
    ClassSet{emoji_modifier, "[:Emoji_Modifier:]"},
    ClassSet{emoji_base, "[:Emoji_Modifier_Base:]"},
    ClassSet{regional, "[:Regional_Indicator:]"},
};

constexpr const char* removed_marks =
    R"([[[:Mn:]&[[:sc=Latn:][:sc=Grek:][:sc=Cyrl:][:sc=Arab:][:sc=Hebr:][:sc=Syrc:][:sc=Zinh:]]])"
    R"(-[\u3099\u309A]])";

// Everything whose folding is not itself: the rest of the table need not be asked about.
constexpr const char* changing =
    R"([[[:NFKD_QC=No:][:CWCF:][øłđðþæœßıɓɗƙƴ\u0640\u0671\u0649\u0629]]-[[:GCB=LV:][:GCB=LVT:]]])";

[[nodiscard]] icu::UnicodeSet set_of(const char* pattern) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet set(icu::UnicodeString::fromUTF8(pattern), status);
  if (U_FAILURE(status) != 0) {
    throw std::runtime_error(std::string("ICU has no characters for ") + pattern + ": " +
                             u_errorName(status));
  }
  set.freeze();
  return set;
}

template <class Visit>
void for_each(const icu::UnicodeSet& set, const Visit& visit) {
  for (int range = 0; range < set.getRangeCount(); ++range) {
    const UChar32 last = set.getRangeEnd(range);
    for (UChar32 code = set.getRangeStart(range); code <= last; ++code) {
      visit(static_cast<char32_t>(code));
    }
  }
}

/// The letters that no decomposition reaches. Sorted by nothing: it is asked only while building.
void append_letter(std::u32string& out, char32_t code) {
  switch (code) {
    case U'ø':
      out += U'o';
      return;
    case U'ł':
      out += U'l';
      return;
    case U'đ':
    case U'ð':
      out += U'd';
      return;
    case U'þ':
      out += U"th";
      return;
    case U'æ':
      out += U"ae";
      return;
    case U'œ':
      out += U"oe";
      return;
    case U'ß':
      out += U"ss";
      return;
    case U'ı':
      out += U'i';
      return;
    case U'ɓ':
      out += U'b';
      return;
    case U'ɗ':
      out += U'd';
      return;
    case U'ƙ':
      out += U'k';
      return;
    case U'ƴ':
      out += U'y';
      return;
    case U'\u0640':
      return;  // tatweel
    case U'\u0671':
      out += U'\u0627';
      return;  // alef wasla; the hamza forms lose their mark
    case U'\u0649':
      out += U'\u064A';
      return;
    case U'\u0629':
      out += U'\u0647';
      return;
    default:
      out += code;
      return;
  }
}

class Folder final {
 public:
  Folder() : marks_(set_of(removed_marks)) {
    UErrorCode status = U_ZERO_ERROR;
    nfkd_ = icu::Normalizer2::getNFKDInstance(status);
    if (U_FAILURE(status) != 0) {
      throw std::runtime_error(std::string("ICU has no NFKD: ") + u_errorName(status));
    }
  }

  [[nodiscard]] const icu::UnicodeSet& marks() const { return marks_; }

  [[nodiscard]] std::u32string fold(char32_t code) const {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString cased =
        nfkd_->normalize(icu::UnicodeString(static_cast<UChar32>(code)), status).foldCase();
    cased = nfkd_->normalize(cased, status).foldCase();  // what case folding composed, and its like
    std::u32string folded;
    for (int at = 0; at < cased.length(); at = cased.moveIndex32(at, 1)) {
      const UChar32 part = cased.char32At(at);
      if (!marks_.contains(part)) {
        append_letter(folded, static_cast<char32_t>(part));
      }
    }
    return folded;
  }

 private:
  icu::UnicodeSet marks_;
  const icu::Normalizer2* nfkd_ = nullptr;
};

}  // namespace

Point decode(std::string_view text, std::size_t at) {
  if (at >= text.size()) {
    return {};
  }
  const auto byte = [&](std::size_t offset) -> char32_t {
    return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
  };
  const char32_t first = byte(0);
  const auto left = static_cast<std::uint32_t>(std::min<std::size_t>(text.size() - at, 4));
  if (first < 0x80) {
    return {first, 1};
  }
  if (first < 0xE0) {
    return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), std::min(left, 2U)};
  }
  if (first < 0xF0) {
    return {((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU),
            std::min(left, 3U)};
  }
  const char32_t code = ((first & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) |
                        ((byte(2) & 0x3FU) << 6U) | (byte(3) & 0x3FU);
  return {code < 0x110000 ? code : U'\uFFFD', std::min(left, 4U)};
}

void append_utf8(std::string& out, char32_t code) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

const Characters& Characters::table() {
  static const Characters table;
  return table;
}

Characters::Characters() {
  std::vector<Character> all(code_points);
  for (const ClassSet& set : class_sets) {
    for_each(set_of(set.pattern), [&](char32_t code) { all[code].classes |= set.classes; });
  }
  const Folder folder;
  long_folds_.emplace_back();
  for_each(folder.marks(), [&](char32_t code) { all[code].fold = nothing; });
  std::map<std::string, std::uint32_t> known;
  for_each(set_of(changing), [&](char32_t code) {
    const std::u32string folded = folder.fold(code);
    all[code].fold = fold_value(folded, known);
    if (std::ranges::any_of(folded, [](char32_t part) {
          return u_getCombiningClass(static_cast<UChar32>(part)) != 0;
        })) {
      all[code].classes |= reorders;
    }
  });
  for_each(set_of("[[:M:]-[:ccc=0:]]"), [&](char32_t code) {
    if (all[code].fold != nothing) {
      all[code].classes |= reorders;
    }
  });
  pack(all);
  find_ordinary();
}

std::uint32_t Characters::fold_value(const std::u32string& folded,
                                     std::map<std::string, std::uint32_t>& known) {
  if (folded.empty()) {
    return nothing;
  }
  if (folded.size() == 1) {
    return folded.front();
  }
  std::string bytes;
  std::ranges::for_each(folded, [&](char32_t part) { append_utf8(bytes, part); });
  const auto [place, fresh] =
      known.emplace(bytes, first_long + static_cast<std::uint32_t>(long_folds_.size()));
  if (fresh) {
    long_folds_.push_back(std::move(bytes));
  }
  return place->second;
}

void Characters::pack(const std::vector<Character>& all) {
  constexpr std::size_t block_size = std::size_t{1} << block_bits;
  std::map<std::string, std::uint16_t> known;  // a block's bytes as key: built once, then gone
  for (std::size_t block = 0; block < index_.size(); ++block) {
    const Character* const first = all.data() + block * block_size;
    if (block > 0 && std::equal(first, first + block_size, first - block_size)) {
      index_[block] = index_[block - 1];  // most are: unassigned, or letters of one great script
      continue;
    }
    const std::string bytes(reinterpret_cast<const char*>(first), block_size * sizeof(Character));
    const auto [place, fresh] =
        known.emplace(bytes, static_cast<std::uint16_t>(blocks_.size() >> block_bits));
    if (fresh) {
      blocks_.insert(blocks_.end(), first, first + block_size);
    }
    index_[block] = place->second;
  }
}

void Characters::find_ordinary() {
  std::string folded;
  for (char32_t code = 0x80; code < ordinary_.size(); ++code) {
    const std::uint32_t kind = (*this)[code].classes;
    if ((kind & letter) == 0 || (kind & ~(letter | arabic)) != 0) {
      continue;
    }
    folded.clear();
    append_fold(folded, code);
    OrdinaryFold& known = ordinary_.at(code);
    if (folded.size() <= known.bytes.size() && folded.find(' ') == std::string::npos) {
      std::ranges::copy(folded, known.bytes.begin());
      known.size = static_cast<std::uint8_t>(folded.size());
    }
  }
}

void Characters::append_fold(std::string& out, char32_t code) const {
  const Character& character = (*this)[code];
  if (character.fold == 0) {
    if ((character.classes & syllable) == 0) {
      append_utf8(out, code);
      return;
    }
    const char32_t number = code - syllable_first;
    append_utf8(out, l_first + number / (v_count * t_count));
    append_utf8(out, v_first + number % (v_count * t_count) / t_count);
    if (number % t_count != 0) {
      append_utf8(out, t_before_first + number % t_count);
    }
  } else if (character.fold < first_long) {
    append_utf8(out, character.fold);
  } else {
    out += long_folds_[character.fold - first_long];
  }
}

void order_marks(std::string& folded, std::size_t from) {
  struct Ordered {
    char32_t code;
    std::uint8_t rank;
  };
  std::vector<Ordered> points;
  for (std::size_t at = from; at < folded.size();) {
    const Point point = decode(folded, at);
    points.push_back({point.code, u_getCombiningClass(static_cast<UChar32>(point.code))});
    at += point.size;
  }
  for (auto run = points.begin(); run != points.end();) {
    const auto end = std::find_if(run, points.end(), [](const Ordered& o) { return o.rank == 0; });
    std::stable_sort(run, end, [](const Ordered& a, const Ordered& b) { return a.rank < b.rank; });
    run = end == points.end() ? end : end + 1;
  }
  folded.resize(from);
  std::ranges::for_each(points, [&](const Ordered& point) { append_utf8(folded, point.code); });
}

}  // namespace text
