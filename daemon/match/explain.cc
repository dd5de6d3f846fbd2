#include "match/explain.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "match/points.h"

namespace match {
namespace {

constexpr std::string_view cut = "…";

[[nodiscard]] std::string field_text(const model::Item& item, model::Field field) {
  switch (field) {
    case model::Field::title:
      return item.title;
    case model::Field::summary:
      return item.summary;
    case model::Field::content:
      return item.content;
    case model::Field::author:
      return item.author;
    case model::Field::category:
      return base::join(item.categories, "\n");
    case model::Field::link:
      return item.link;
  }
  return item.title;
}

/// Ends a sentence whatever follows: scripts that write no space behind it.
[[nodiscard]] bool is_full_stop(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'｡';
}

/// Ends a sentence where white space follows, so not in "3.5".
[[nodiscard]] bool is_stop(char32_t c) {
  return c == U'.' || c == U'!' || c == U'?' || c == U'؟' || c == U'۔' || c == U'…' || c == U'।';
}

[[nodiscard]] bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\u3000';
}

/// "U.N. envoy", "J. Smith": the stop before `at` follows a letter that stands alone.
[[nodiscard]] bool abbreviates(const std::u32string& text, std::size_t at) {
  return text[at - 1] == U'.' && at >= 2 &&
         (at == 2 || is_blank(text[at - 3]) || text[at - 3] == U'.' || text[at - 3] == U'\n');
}

/// Whether a sentence ends before `at`.
[[nodiscard]] bool ends_before(const std::u32string& text, std::size_t at) {
  const char32_t last = text[at - 1];
  return last == U'\n' || is_full_stop(last) ||
         (is_stop(last) && (at == text.size() || is_blank(text[at]) || text[at] == U'\n') &&
          !abbreviates(text, at));
}

struct Window {
  std::size_t start = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const { return end - start; }
};

[[nodiscard]] Window sentence(const std::u32string& text, Window hit) {
  Window window = hit;
  while (window.start > 0 && !ends_before(text, window.start)) {
    --window.start;
  }
  while (window.end < text.size() && text[window.end] != U'\n' &&
         (window.end == hit.end || !ends_before(text, window.end))) {
    ++window.end;
  }
  while (window.start < hit.start && is_blank(text[window.start])) {
    ++window.start;
  }
  while (window.end > hit.end && is_blank(text[window.end - 1])) {
    --window.end;
  }
  return window;
}

/// As much of the sentence around the hit as fits, a third of it before; cut between words where
/// one is near.
[[nodiscard]] Window narrowed(const std::u32string& text, Window whole, Window hit) {
  constexpr std::size_t room = excerpt_length - 2;  // an ellipsis at either end
  constexpr std::size_t longest_word = 20;
  if (hit.size() >= room) {
    return {hit.start, hit.start + room};
  }
  const std::size_t before = std::min(hit.start - whole.start, (room - hit.size()) / 3);
  const std::size_t after = std::min(whole.end - hit.end, room - hit.size() - before);
  Window window{hit.start - before, hit.end + after};
  window.start -= std::min(window.start - whole.start, room - window.size());
  if (window.start > whole.start) {
    std::size_t word = window.start;
    const std::size_t limit = std::min(hit.start, word + longest_word);
    while (word < limit && !is_blank(text[word - 1])) {
      ++word;
    }
    window.start = is_blank(text[word - 1]) ? word : window.start;
  }
  if (window.end < whole.end) {
    std::size_t word = window.end;
    const std::size_t limit = std::max(hit.end, word - std::min(word, longest_word));
    while (word > limit && !is_blank(text[word])) {
      --word;
    }
    window.end = is_blank(text[word]) ? word : window.end;
  }
  return window;
}

[[nodiscard]] std::size_t byte_at(std::string_view text, std::size_t point) {
  return base::byte_offset(text, point);
}

}  // namespace

model::Excerpt excerpt(const model::Item& item, const model::Hit& hit) {
  if (hit.spans.empty()) {
    return {};
  }
  const model::Span& first = hit.spans.front();
  const std::string text = field_text(item, first.field);
  const std::u32string points = points_of(text);
  const Window span{std::min<std::size_t>(first.start, points.size()),
                    std::clamp<std::size_t>(first.end, first.start, points.size())};
  const Window whole = sentence(points, span);
  const Window shown = whole.size() <= excerpt_length ? whole : narrowed(points, whole, span);
  const bool cut_before = shown.start > whole.start;
  const bool cut_after = shown.end < whole.end;

  model::Excerpt excerpt;
  const std::size_t from = byte_at(text, shown.start);
  excerpt.text = (cut_before ? std::string(cut) : std::string()) +
                 text.substr(from, byte_at(text, shown.end) - from) +
                 (cut_after ? std::string(cut) : std::string());
  std::ranges::replace(excerpt.text, '\n', ' ');  // only a hit over two blocks has one
  const std::size_t shift = cut_before ? 1 : 0;
  for (const model::Span& each : hit.spans) {
    if (each.field == first.field && each.start >= shown.start && each.start < shown.end) {
      const std::size_t end = std::min<std::size_t>(each.end, shown.end);
      excerpt.marks.emplace_back(static_cast<std::uint32_t>(each.start - shown.start + shift),
                                 static_cast<std::uint32_t>(end - shown.start + shift));
    }
  }
  return excerpt;
}

}  // namespace match
