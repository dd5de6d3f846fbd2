#include "alert/decide.h"

#include <chrono>
#include <initializer_list>
#include <optional>

#include "base/hash.h"

namespace alert {
namespace {

// A date outside these bounds says more about the publisher's clock than about the item.
constexpr base::Seconds oldest_plausible = std::chrono::days(3653);
constexpr base::Seconds latest_plausible = std::chrono::days(1);

bool plausible(base::TimePoint date, base::TimePoint now) {
  return date >= now - oldest_plausible && date <= now + latest_plausible;
}

bool backlog_lets(const model::Backlog& backlog,
                  const std::optional<base::TimePoint>& date,
                  std::size_t place,
                  base::TimePoint now) {
  switch (backlog.kind) {
    case model::Backlog::Kind::none:
      return false;
    case model::Backlog::Kind::all:
      return true;
    case model::Backlog::Kind::count:
      return backlog.count > 0 && place < static_cast<std::size_t>(backlog.count);
    case model::Backlog::Kind::age:
      return date && plausible(*date, now) && *date >= now - backlog.age;
  }
  return false;
}

// Each part is preceded by its length, so that no two lists of parts make the same name.
std::string name_of(std::initializer_list<std::string_view> parts) {
  std::string name;
  for (const std::string_view part : parts) {
    name += std::to_string(part.size());
    name += ':';
    name += part;
  }
  return name;
}

}  // namespace

const char* word(Reason reason) {
  switch (reason) {
    case Reason::immediate:
      return "immediate";
    case Reason::backlog:
      return "backlog";
    case Reason::baseline:
      return "baseline";
  }
  return "immediate";
}

bool tells(Reason reason) {
  return reason != Reason::baseline;
}

std::vector<Reason> decide(std::span<const std::optional<base::TimePoint>> published_newest_first,
                           const model::Backlog& backlog,
                           bool first_visit,
                           base::TimePoint now) {
  std::vector<Reason> reasons(published_newest_first.size(), Reason::immediate);
  if (!first_visit) return reasons;
  for (std::size_t place = 0; place < published_newest_first.size(); ++place) {
    reasons[place] = backlog_lets(backlog, published_newest_first[place], place, now)
                         ? Reason::backlog
                         : Reason::baseline;
  }
  return reasons;
}

std::string item_id(std::string_view feed, const model::ItemKeys& keys) {
  return base::uuid5(name_of({"item", feed, base::hex(base::bytes_of(keys.best))}));
}

std::string alert_id(std::string_view watch,
                     std::string_view item_id,
                     std::int64_t revision,
                     model::Alert::Kind kind) {
  return base::uuid5(
      name_of({"alert", watch, item_id, std::to_string(revision), model::word(kind)}));
}

std::string idem_key(const model::Alert& alert,
                     std::string_view channel,
                     std::string_view recipient) {
  return base::uuid5(name_of({"delivery",
                              alert.watch,
                              alert.item.feed,
                              alert.item.id,
                              std::to_string(alert.revision),
                              model::word(alert.kind),
                              channel,
                              recipient,
                              std::to_string(alert.sequence)}));
}

}  // namespace alert
