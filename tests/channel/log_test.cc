#include <functional>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "channel/made.h"
#include "contract/channel_contract.h"
#include "support/alerts.h"

namespace channel {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// Standard output goes to the file for as long as this lives.
class Redirected final {
 public:
  explicit Redirected(const std::string& path) : before_(dup(STDOUT_FILENO)) {
    (void)fflush(stdout);  // gtest's own words belong to the old one
    const base::Fd file(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    EXPECT_TRUE(file.open());
    EXPECT_EQ(dup2(file.get(), STDOUT_FILENO), STDOUT_FILENO);
  }
  ~Redirected() { (void)dup2(before_.get(), STDOUT_FILENO); }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;
  Redirected(Redirected&&) = delete;
  Redirected& operator=(Redirected&&) = delete;

 private:
  base::Fd before_;
};

/// What journald says of itself to a service; the test's own environment is put back.
class UnderJournal final {
 public:
  explicit UnderJournal(bool is) {
    for (const char* name : {"JOURNAL_STREAM", "INVOCATION_ID"})
      unsetenv(name);
    if (is) setenv("JOURNAL_STREAM", "8:1234", 1);
  }
  ~UnderJournal() { unsetenv("JOURNAL_STREAM"); }
  UnderJournal(const UnderJournal&) = delete;
  UnderJournal& operator=(const UnderJournal&) = delete;
  UnderJournal(UnderJournal&&) = delete;
  UnderJournal& operator=(UnderJournal&&) = delete;
};

std::string printed(const std::string& keys, const model::Alert& alert) {
  const support::TempDir folder;
  const std::string file = folder / "out";
  const Redirected redirected(file);
  Made made(keys);
  EXPECT_TRUE(made.fine()) << made.problems();
  EXPECT_EQ(send_one(*made, support::message_of(alert)).kind, Verdict::Kind::sent);
  return support::read_file(file);
}

TEST(LogChannel, PrintsForAPersonWhereThereIsNoJournal) {
  const UnderJournal no(false);
  const std::string text = printed("type: log", support::niger_alert());
  EXPECT_THAT(text, StartsWith("● sahel  Floods near *Niger* force thousands out\n"));
  EXPECT_TRUE(text.ends_with("\n\n"));
}

TEST(LogChannel, ColoursWhereItIsToldTo) {
  const UnderJournal no(false);
  EXPECT_THAT(printed("type: log, colour: always", support::niger_alert()),
              HasSubstr("\x1b[1;31mNiger\x1b[0m"));
}

TEST(LogChannel, WritesOneLineWithFieldsForTheJournal) {
  const UnderJournal yes(true);
  model::Alert alert = support::niger_alert();
  alert.item.title = "two\nlines \"quoted\"";
  EXPECT_EQ(printed("type: log", alert),
            "<5>alert watch=\"sahel\" title=\"two\\x0alines \\\"quoted\\\"\" feed=\"bbc-africa\" "
            "link=\"https://news.example.org/africa/42?a=1&b=2\" published=2026-11-23T03:45:00Z "
            "why=\"watch \\\"sahel\\\" found \\\"Niger\\\" in the title and \\\"Niger\\\" in the "
            "summary\" id=5f1c3c56-0d5c-5d0a-9b1e-1f1f5b0b7a01\n");
}

TEST(LogChannel, TriesAgainWhereTheOutputIsFull) {
  const UnderJournal no(false);
  const Redirected redirected("/dev/full");
  Made made("type: log");
  const Verdict verdict = send_one(*made, support::message_of(support::niger_alert()));
  EXPECT_EQ(verdict.kind, Verdict::Kind::later);
  EXPECT_EQ(verdict.reason, "standard output: No space left on device");
}

TEST(LogChannel, KeepsTheContract) {
  const UnderJournal no(false);
  const support::TempDir folder;
  const Redirected redirected((folder / "out").string());
  Made made("type: log");
  contract::check_channel(*made, {});
}

TEST(LogChannel, RefusesAnUnknownColour) {
  const Made made("type: log, colour: green");
  EXPECT_FALSE(made.fine());
  EXPECT_THAT(made.problems(), HasSubstr("`colour`"));
}

}  // namespace
}  // namespace channel
