#include "feed/date_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace feed {
namespace {

struct Month {
  std::string_view name;
  unsigned number;
};

constexpr std::size_t shortest_abbreviation = 3;
constexpr std::ptrdiff_t english_months = 12;

/// English, French, German, Spanish, Italian, Portuguese. An abbreviation is a beginning of at
/// least three bytes; one that could be two months ("jui") is none. Where a language drops accents,
/// so may a feed.
constexpr std::array<Month, 65> months = {{
    {"january", 1},   {"february", 2},   {"march", 3},      {"april", 4},     {"may", 5},
    {"june", 6},      {"july", 7},       {"august", 8},     {"september", 9}, {"october", 10},
    {"november", 11}, {"december", 12},  {"janvier", 1},    {"février", 2},   {"fevrier", 2},
    {"mars", 3},      {"avril", 4},      {"mai", 5},        {"juin", 6},      {"juillet", 7},
    {"août", 8},      {"aout", 8},       {"septembre", 9},  {"octobre", 10},  {"novembre", 11},
    {"décembre", 12}, {"decembre", 12},  {"januar", 1},     {"jänner", 1},    {"februar", 2},
    {"märz", 3},      {"maerz", 3},      {"juni", 6},       {"juli", 7},      {"oktober", 10},
    {"dezember", 12}, {"enero", 1},      {"febrero", 2},    {"marzo", 3},     {"abril", 4},
    {"mayo", 5},      {"junio", 6},      {"julio", 7},      {"agosto", 8},    {"septiembre", 9},
    {"octubre", 10},  {"noviembre", 11}, {"diciembre", 12}, {"gennaio", 1},   {"febbraio", 2},
    {"aprile", 4},    {"maggio", 5},     {"giugno", 6},     {"luglio", 7},    {"settembre", 9},
    {"ottobre", 10},  {"dicembre", 12},  {"janeiro", 1},    {"fevereiro", 2}, {"março", 3},
    {"maio", 5},      {"junho", 6},      {"julho", 7},      {"outubro", 10},  {"dezembro", 12},
}};

struct Zone {
  std::string_view name;
  int minutes;
};

constexpr int hour = 60;

constexpr std::array<Zone, 47> zones = {{
    {"z", 0},
    {"ut", 0},
    {"utc", 0},
    {"gmt", 0},
    {"est", -5 * hour},
    {"edt", -4 * hour},
    {"et", -5 * hour},
    {"cst", -6 * hour},
    {"cdt", -5 * hour},
    {"ct", -6 * hour},
    {"mst", -7 * hour},
    {"mdt", -6 * hour},
    {"mt", -7 * hour},
    {"pst", -8 * hour},
    {"pdt", -7 * hour},
    {"pt", -8 * hour},
    {"ast", -4 * hour},
    {"adt", -3 * hour},
    {"at", -4 * hour},
    {"akst", -9 * hour},
    {"akdt", -8 * hour},
    {"hst", -10 * hour},
    {"nst", -(3 * hour + 30)},
    {"ndt", -(2 * hour + 30)},
    {"wet", 0},
    {"west", hour},
    {"cet", hour},
    {"cest", 2 * hour},
    {"met", hour},
    {"mest", 2 * hour},
    {"mez", hour},
    {"mesz", 2 * hour},
    {"bst", hour},
    {"wat", hour},
    {"cat", 2 * hour},
    {"sast", 2 * hour},
    {"eet", 2 * hour},
    {"eest", 3 * hour},
    {"eat", 3 * hour},
    {"msk", 3 * hour},
    {"jst", 9 * hour},
    {"kst", 9 * hour},
    {"hkt", 8 * hour},
    {"aest", 10 * hour},
    {"aedt", 11 * hour},
    {"nzst", 12 * hour},
    {"nzdt", 13 * hour},
}};

}  // namespace

std::optional<unsigned> month_named(std::string_view word) {
  if (word.size() < shortest_abbreviation) return std::nullopt;
  const auto begins = [word](const Month& month) { return month.name.starts_with(word); };
  const auto* const english_end = months.begin() + english_months;
  const auto* const english = std::find_if(months.begin(), english_end, begins);
  if (english != english_end) return english->number;  // nearly all of them, so no further search
  std::optional<unsigned> found;
  for (const Month& month : months) {
    if (month.name == word) return month.number;
    if (!month.name.starts_with(word)) continue;
    if (found && *found != month.number) return std::nullopt;
    found = month.number;
  }
  return found;
}

std::optional<int> zone_named(std::string_view word) {
  const auto* const found = std::find_if(
      zones.begin(), zones.end(), [word](const Zone& zone) { return zone.name == word; });
  return found == zones.end() ? std::nullopt : std::optional<int>(found->minutes);
}

}  // namespace feed
