#include "base/log.h"

#include <algorithm>
#include <array>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/secret.h"
#include "base/text.h"
#include "support/temp_dir.h"

namespace base {
namespace {

using testing::ContainsRegex;
using testing::EndsWith;
using testing::Not;

static_assert(!std::is_constructible_v<Field, const char*, const Secret&>);

/// A log into a file, and what it has written.
class Written {
 public:
  explicit Written(Log::Style style, Level least = Level::debug)
      : fd_(::open((dir_ / "log").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)),
        log_(fd_.get(), style, least) {}

  Log& log() { return log_; }
  [[nodiscard]] std::string text() const { return support::read_file(dir_ / "log"); }

 private:
  support::TempDir dir_;
  Fd fd_;
  Log log_;
};

TEST(Log, WritesAJournalLineWithItsPriorityAndFields) {
  Written written(Log::Style::journal);
  written.log().info("feed answered", {{"feed", "bbc-africa"}, {"status", 304}});
  EXPECT_EQ(written.text(), "<6>feed answered feed=bbc-africa status=304\n");
}

TEST(Log, GivesEveryLevelItsPriority) {
  Written written(Log::Style::journal);
  written.log().debug("a");
  written.log().info("b");
  written.log().warning("c");
  written.log().error("d");
  EXPECT_EQ(written.text(), "<7>a\n<6>b\n<4>c\n<3>d\n");
}

TEST(Log, PutsTheTimeBeforeALineForATerminal) {
  Written written(Log::Style::terminal);
  written.log().info("ready");
  EXPECT_THAT(written.text(), ContainsRegex("^[0-9][0-9]:[0-9][0-9]:[0-9][0-9] ready\n$"));
}

TEST(Log, MarksWarningsAndErrorsWithoutColourWhereNoTerminalIs) {
  Written written(Log::Style::terminal);
  written.log().warning("slow");
  written.log().error("broken");
  EXPECT_THAT(written.text(), ContainsRegex(" WARNING slow\n"));
  EXPECT_THAT(written.text(), ContainsRegex(" ERROR broken\n"));
  EXPECT_THAT(written.text(), Not(testing::HasSubstr("\x1b")));
}

TEST(Log, LeavesOutWhatIsBelowTheLeastLevel) {
  Written written(Log::Style::journal, Level::warning);
  written.log().info("unseen");
  written.log().warning("seen");
  written.log().set_least(Level::debug);
  written.log().debug("seen too");
  EXPECT_EQ(written.text(), "<4>seen\n<7>seen too\n");
}

TEST(Log, QuotesValuesAReaderCouldNotTellTheEndOf) {
  Written written(Log::Style::journal);
  written.log().info("x",
                     {{"plain", "a-b"},
                      {"space", "a b"},
                      {"equals", "a=b"},
                      {"quote", R"(a"b)"},
                      {"backslash", R"(a b\)"},
                      {"empty", ""}});
  EXPECT_EQ(written.text(),
            R"(<6>x plain=a-b space="a b" equals="a=b" quote="a\"b" backslash="a b\\" empty="")"
            "\n");
}

TEST(Log, KeepsForeignTextToOneLine) {
  Written written(Log::Style::journal);
  written.log().info("title\n<3>forged", {{"title", "a\r\n<0>b\x1b[2J\xe2\x80\xae"}});
  const std::string text = written.text();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_EQ(text, "<6>title\\x0a<3>forged title=a\\x0d\\x0a<0>b\\x1b[2J\\u202e\n");
}

TEST(Log, CutsValuesNobodyCouldRead) {
  Written written(Log::Style::journal);
  written.log().info("x", {{"value", std::string(1'000'000, 'a')}});
  EXPECT_LT(written.text().size(), 2100U);
  EXPECT_THAT(written.text(), EndsWith("…\n"));
}

TEST(Log, KeepsLinesOfManyThreadsWhole) {
  constexpr int threads = 4;
  constexpr int lines = 500;
  Written written(Log::Style::journal);
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < threads; ++i) {
      writers.emplace_back([&written] {
        for (int line = 0; line < lines; ++line) {
          written.log().info("whole", {{"line", "of one piece"}});
        }
      });
    }
  }
  const std::string text = written.text();
  const auto parts = split(text, '\n');
  ASSERT_EQ(parts.size(), static_cast<std::size_t>(threads * lines + 1));
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    ASSERT_EQ(parts[i], "<6>whole line=\"of one piece\"");
  }
}

TEST(Log, GoesOnWhenNothingCanBeWritten) {
  Log log(-1, Log::Style::journal, Level::debug);
  log.error("nobody hears this");
  SUCCEED();
}

}  // namespace
}  // namespace base
