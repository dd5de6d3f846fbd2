#include "feed/newest.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace feed {
namespace {

std::vector<base::TimePoint> ages(const std::vector<model::Item>& items) {
  std::vector<base::TimePoint> dates;
  dates.reserve(items.size());
  base::TimePoint last = base::TimePoint::max();
  for (const model::Item& item : items) {
    if (item.published || item.updated) last = item.published ? *item.published : *item.updated;
    dates.push_back(last);
  }
  return dates;
}

}  // namespace

void keep_newest(Document& document, std::size_t most) {
  std::vector<model::Item>& items = document.items;
  if (items.size() <= most) return;
  const std::vector<base::TimePoint> dates = ages(items);
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&dates](std::size_t a, std::size_t b) {
    return dates[a] > dates[b];
  });
  document.truncated = items.size() - most;
  order.resize(most);
  std::sort(order.begin(), order.end());
  std::vector<model::Item> kept;
  kept.reserve(most);
  for (const std::size_t index : order)
    kept.push_back(std::move(items[index]));
  items = std::move(kept);
}

}  // namespace feed
