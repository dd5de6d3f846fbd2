#include "feed/pace.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "feed/xml_text.h"

namespace feed {
namespace {

constexpr std::int64_t longest_ttl_minutes = 60LL * 24 * 366;

struct Period {
  std::string_view name;
  base::Seconds length;
};

constexpr std::array<Period, 5> periods = {{{"hourly", std::chrono::hours(1)},
                                            {"daily", std::chrono::days(1)},
                                            {"weekly", std::chrono::weeks(1)},
                                            {"monthly", std::chrono::days(30)},
                                            {"yearly", std::chrono::days(365)}}};

constexpr std::array<std::string_view, 7> days = {
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

std::string word_in(const pugi::xml_node& element) {
  std::string room;
  return base::lower_ascii(base::trim(direct_text(element, room)));
}

void add_once(std::vector<int>& list, int value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void read_hours(const pugi::xml_node& element, std::vector<int>& hours) {
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    const auto hour = base::parse_number(word_in(child));
    if (hour && *hour >= 0 && *hour <= 24)
      add_once(hours, static_cast<int>(*hour % 24));  // some count to 24
  }
}

void read_days(const pugi::xml_node& element, std::vector<int>& skipped) {
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    const auto* const day = std::find(days.begin(), days.end(), word_in(child));
    if (day != days.end()) add_once(skipped, static_cast<int>(day - days.begin()));
  }
}

}  // namespace

void PaceReader::read(const pugi::xml_node& element, const NameView& name) {
  if (name.vocabulary == Vocabulary::syndication) read_syndication(element, name.local);
  if (name.vocabulary == Vocabulary::plain) read_plain(element, name.local);
}

void PaceReader::read_syndication(const pugi::xml_node& element, std::string_view name) {
  const std::string word = word_in(element);
  if (base::equal_ignoring_case(name, "updatePeriod")) {
    const auto* const period = std::find_if(
        periods.begin(), periods.end(), [&word](const Period& one) { return one.name == word; });
    if (period != periods.end()) period_ = period->length;
  } else if (base::equal_ignoring_case(name, "updateFrequency")) {
    frequency_ = std::max<std::int64_t>(base::parse_number(word).value_or(1), 1);
  }
}

void PaceReader::read_plain(const pugi::xml_node& element, std::string_view name) {
  if (base::equal_ignoring_case(name, "ttl")) {
    const auto minutes = base::parse_number(word_in(element));
    if (minutes && *minutes > 0 && *minutes <= longest_ttl_minutes) {
      pace_.ttl = std::chrono::minutes(*minutes);
    }
  } else if (base::equal_ignoring_case(name, "skipHours")) {
    read_hours(element, pace_.skip_hours);
  } else if (base::equal_ignoring_case(name, "skipDays")) {
    read_days(element, pace_.skip_days);
  }
}

Pace PaceReader::finish() {
  if (!pace_.ttl && period_.count() > 0) pace_.ttl = period_ / frequency_;
  return std::move(pace_);
}

}  // namespace feed
