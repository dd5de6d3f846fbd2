// The histories in tests/corpus/identity, each a way in which feeds make it hard to tell what is
// new, played to a whole newsroom with a real store. The form of a history is in the README there.
#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/newsroom.h"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_made_items = 40'000;

/// One line of a history: its first word and what follows it.
struct Step {
  std::string word;
  std::string rest;
  std::vector<std::string> items;  ///< lines of the document, for a fetch
};

std::vector<Step> read_history(const fs::path& file) {
  std::ifstream in(file);
  std::vector<Step> steps;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line.front() == '#') {
      continue;
    }
    if (line.front() == '|') {
      steps.back().items.push_back(line);
      continue;
    }
    const std::size_t space = line.find(' ');
    const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    steps.push_back({.word = line.substr(0, space), .rest = rest, .items = {}});
  }
  return steps;
}

/// An element; none at all for "-".
std::string element(const std::string& name, std::string_view text) {
  const std::string closing = name.substr(0, name.find(' '));
  return text == "-" ? "" : "<" + name + ">" + base::escape_xml(text) + "</" + closing + ">";
}

std::string item_of(const std::string& line) {
  std::vector<std::string_view> cells = base::split(line, '|');
  cells.resize(6, "-");
  const auto cell = [&cells](std::size_t index) { return base::trim(cells[index]); };
  return "<item>" + element("guid isPermaLink=\"false\"", cell(1)) + element("link", cell(2)) +
         element("title", cell(3)) + element("pubDate", cell(4)) + element("description", cell(5)) +
         "</item>";
}

/// An item with a number for everything, a minute younger than the one before it.
std::string made_item(std::size_t number) {
  constexpr std::size_t minutes_of_day = 1440;
  const std::size_t minute = number % minutes_of_day;
  const auto two = [](std::size_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const std::string date = two(1 + number / minutes_of_day) + " Aug 2026 " + two(minute / 60) +
                           ":" + two(minute % 60) + ":00 GMT";
  const std::string name = std::to_string(number);
  return item_of("|" + name + "|https://a.example/" + name + "|Niger " + name + "|" + date + "|-|");
}

/// "| made 30 to 1 |" stands for thirty items.
std::string items_of(const std::string& line) {
  std::istringstream words(line);
  std::string bar;
  std::string made;
  std::string to;
  std::size_t from = 0;
  std::size_t last = 0;
  if (!(words >> bar >> made) || made != "made" || !(words >> from >> to >> last)) {
    return item_of(line);
  }
  std::string all;
  const std::size_t count =
      std::min(most_made_items, (from > last ? from - last : last - from) + 1);
  for (std::size_t n = 0; n < count; ++n) {
    all += made_item(from > last ? from - n : from + n);
  }
  return all;
}

std::string document_of(const Step& step) {
  std::string body = "<rss version=\"2.0\"><channel><title>Small</title>";
  for (const std::string& line : step.items) {
    body += items_of(line);
  }
  return body + "</channel></rss>";
}

class Player final {
 public:
  Player()
      : feeds_({support::web_feed("site"), support::web_feed("second")}),
        room_(support::plan_of(feeds_, {support::watch_for("sahel", "Niger")}), web_) {}

  void play(const Step& step) {
    if (step.word == "fetch") {
      fetch(step);
    } else if (step.word == "tells") {
      tells(step.rest);
    } else if (step.word == "says") {
      says(step.rest);
    } else if (step.word == "wait") {
      room_.live(days(step.rest), base::Seconds{12LL * 3600});
    } else if (step.word == "forget") {
      room_.store([this](store::Writer& to) {
        return to.prune(std::nullopt, room_.clock.now() + base::Seconds{1}, 1000);
      });
    } else if (step.word == "move") {
      feeds_[0].address = "https://moved.example/site";
      room_.store(
          [this](store::Writer& to) { return to.register_feeds(feeds_, room_.clock.now()); });
    } else if (step.word == "restart") {
      room_.restart();
    } else {
      ASSERT_EQ(step.word, "why") << "no step of a history";
    }
  }

  /// Alerts that no step has named.
  [[nodiscard]] std::size_t left() const { return room_.inbox->messages.size() - told_; }

 private:
  static base::Seconds days(const std::string& text) {
    return base::Seconds{base::parse_number(text).value_or(0) * 24 * 3600};
  }

  void fetch(const Step& step) {
    said_.clear();
    const std::size_t before = room_.findings.size();
    const std::string feed = step.rest.empty() ? "site" : step.rest;
    web_.publish("https://small.example/" + feed, document_of(step));
    room_.live(base::Seconds{2LL * 3600}, base::Seconds{3600});
    for (std::size_t index = before; index < room_.findings.size(); ++index) {
      const runtime::Findings& found = room_.findings[index];
      if (found.feed == feed) {
        said_ += base::join(found.surprises, "; ");
      }
    }
  }

  void tells(const std::string& rest) {
    std::vector<std::string> titles;
    for (; told_ < room_.inbox->messages.size(); ++told_) {
      titles.push_back(room_.inbox->messages[told_].alerts.at(0).item.title);
    }
    const std::string told =
        titles.size() > 20 ? base::count_of(titles.size(), "alert") : base::join(titles, "; ");
    EXPECT_EQ(told, rest == "nothing" ? "" : rest);
  }

  void says(const std::string& rest) {
    EXPECT_NE(said_.find(rest), std::string::npos) << "what was said: " << said_;
  }

  support::SmallWeb web_;
  std::vector<model::Feed> feeds_;
  support::Newsroom room_;
  std::size_t told_ = 0;
  std::string said_;
};

std::vector<fs::path> histories() {
  std::vector<fs::path> found;
  for (const auto& entry :
       fs::directory_iterator(fs::path(NEWSWATCH_SOURCE_DIR) / "tests/corpus/identity")) {
    if (entry.is_directory()) {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

std::string name_of_history(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.filename().string();
  std::ranges::replace(name, '-', '_');
  return name;
}

class IdentityHistory : public testing::TestWithParam<fs::path> {};

TEST_P(IdentityHistory, TellsWhatIsNewAndNothingTwice) {
  const std::vector<Step> steps = read_history(GetParam() / "history.txt");
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps.front().word, "why");
  Player player;
  int fetches = 0;
  for (const Step& step : steps) {
    fetches += step.word == "fetch" ? 1 : 0;
    SCOPED_TRACE("fetch " + std::to_string(fetches) + ": " + step.word + " " + step.rest);
    player.play(step);
  }
  EXPECT_EQ(player.left(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Corpus, IdentityHistory, testing::ValuesIn(histories()), name_of_history);

}  // namespace
