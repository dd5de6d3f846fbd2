#include "alert/marks.h"

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "base/url.h"

namespace alert {
namespace {

constexpr std::size_t longest_title = 300;    // code points
constexpr std::size_t longest_excerpt = 600;  // code points; the matcher's own limit is lower

// Sorted, without overlaps, inside [0, end).
Marks tidy(Marks marks, std::uint32_t end) {
  std::sort(marks.begin(), marks.end());
  Marks result;
  for (auto [from, to] : marks) {
    to = std::min(to, end);
    if (!result.empty()) from = std::max(from, result.back().second);
    if (from >= to) continue;
    if (!result.empty() && result.back().second == from) {
      result.back().second = to;
    } else {
      result.emplace_back(from, to);
    }
  }
  return result;
}

std::string with_plain_spaces(std::string text) {
  std::replace_if(text.begin(), text.end(), base::is_space, ' ');
  return text;
}

}  // namespace

std::vector<Piece> pieces(const std::string& text, Marks marks, std::size_t most) {
  const std::size_t cut = base::byte_offset(text, most);
  const std::string shown = with_plain_spaces(text.substr(0, cut));
  const auto end = static_cast<std::uint32_t>(base::code_points(shown));  // at most `most`
  std::vector<Piece> result;
  std::size_t byte = 0;
  std::uint32_t place = 0;
  const auto add_until = [&](std::uint32_t until, bool marked) {
    if (until == place) return;
    const std::string_view rest = std::string_view(shown).substr(byte);
    const std::size_t length = base::byte_offset(rest, until - place);
    result.push_back({std::string(rest.substr(0, length)), marked});
    byte += length;
    place = until;
  };
  for (const auto& [from, to] : tidy(std::move(marks), end)) {
    add_until(from, false);
    add_until(to, true);
  }
  add_until(end, false);
  if (cut < text.size()) result.push_back({"…", false});
  return result;
}

Marks marks_in(const model::Alert& alert, model::Field field) {
  Marks marks;
  for (const model::Span& span : alert.hits) {
    if (span.field == field) marks.emplace_back(span.start, span.end);
  }
  return marks;
}

std::vector<Piece> title_pieces(const model::Alert& alert) {
  if (!base::trim(alert.item.title).empty()) {
    return pieces(alert.item.title, marks_in(alert, model::Field::title), longest_title);
  }
  if (!alert.excerpt.text.empty()) {
    return pieces(alert.excerpt.text, alert.excerpt.marks, longest_title);
  }
  if (!alert.item.link.empty()) return pieces(alert.item.link, {}, longest_title);
  return {{"(no title)", false}};
}

std::vector<Piece> excerpt_pieces(const model::Alert& alert) {
  const bool title_is_excerpt = base::trim(alert.item.title).empty();
  if (title_is_excerpt || alert.excerpt.text.empty() ||
      base::trim(alert.excerpt.text) == base::trim(alert.item.title)) {
    return {};
  }
  return pieces(alert.excerpt.text, alert.excerpt.marks, longest_excerpt);
}

const std::string& source_of(const model::Alert& alert) {
  return alert.item.feed_title.empty() ? alert.item.feed : alert.item.feed_title;
}

std::string safe_link(const model::Alert& alert) {
  const auto url = base::Url::parse(alert.item.link);
  if (!url || (url->scheme() != "http" && url->scheme() != "https")) return {};
  return url->str();
}

std::string when_utc(const model::Alert& alert) {
  const auto& published = alert.item.published;
  const std::string stamp = base::format_rfc3339(published.value_or(alert.item.first_seen));
  return std::string(published ? "published " : "first seen ") + stamp.substr(0, 10) + " " +
         stamp.substr(11, 5) + " UTC";
}

}  // namespace alert
