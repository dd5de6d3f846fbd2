#include "feed/draft.h"

#include <algorithm>

#include "base/text.h"
#include "feed/date.h"
#include "feed/parse.h"
#include "text/html_text.h"

namespace feed {
namespace {

void add_once(std::vector<std::string>& list, std::string value) {
  if (value.empty() || list.size() >= max_list) return;
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

std::string_view trim_any(std::string_view text, std::string_view what) {
  const std::size_t first = text.find_first_not_of(what);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(what) - first + 1);
}

bool holds_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find(' ') == std::string_view::npos;
}

/// What stands between two marks, and what stands outside them.
struct Bracketed {
  std::string_view inside;
  std::string_view before;
};

Bracketed bracketed(std::string_view text, char open, char close) {
  const std::size_t begin = text.find(open);
  const std::size_t end = begin == std::string_view::npos ? begin : text.find(close, begin);
  if (end == std::string_view::npos) return {};
  return {base::trim(text.substr(begin + 1, end - begin - 1)), base::trim(text.substr(0, begin))};
}

}  // namespace

void BestList::offer(int rank, std::string value) {
  if (rank > rank_ || value.empty()) return;
  if (rank < rank_) values_.clear();
  rank_ = rank;
  add_once(values_, std::move(value));
}

std::string BestList::joined() const {
  return base::join(values_, ", ");
}

void Draft::add_category(std::string category) {
  add_once(categories, std::move(category));
}

void BestDate::offer(int rank, std::string written) {
  constexpr int unreadable = 100;
  if (!written_.wants(rank)) return;
  const auto when = parse_date(written);
  const int real_rank = when ? rank : rank + unreadable;
  if (!written_.wants(real_rank) || written.empty()) return;
  written_.offer(real_rank, std::move(written));
  when_ = when;
}

model::Item Draft::finish() && {
  model::Item item;
  item.guid = guid.take();
  item.link = link.take();
  item.title = title.take();
  item.summary = summary.take();
  item.content = content.take();
  item.author = authors.joined();
  item.categories = std::move(categories);
  item.language = language.take();
  item.published = published.when();
  item.updated = updated.when();
  item.published_raw = published.take();
  if (item.published_raw.empty()) item.published_raw = updated.take();
  return item;
}

std::string_view limited(std::string_view text) {
  if (text.size() <= max_text) return text;
  std::size_t end = max_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end);
}

std::string display_name(std::string_view person) {
  std::string folded = text::fold_space(person);
  const auto round = bracketed(folded, '(', ')');
  if (!round.inside.empty() && holds_address(round.before)) return std::string(round.inside);
  const bool written_out = round.inside.find(':') != std::string_view::npos;  // "mailto:", a link
  if (!round.before.empty() && holds_address(round.inside) && !written_out)
    return std::string(round.before);
  const auto angle = bracketed(folded, '<', '>');
  const std::string_view name = trim_any(angle.before, " \"'");
  if (holds_address(angle.inside) && !name.empty()) return std::string(name);
  if (holds_address(angle.inside)) return std::string(angle.inside);
  return folded;
}

}  // namespace feed
