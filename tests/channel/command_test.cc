#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alert/object.h"
#include "base/text.h"
#include "channel/made.h"
#include "contract/channel_contract.h"
#include "support/alerts.h"

namespace channel {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A script of the user's in a folder of its own; $HERE in it is the folder.
class Script final {
 public:
  explicit Script(const std::string& text)
      : path_(folder_.write("on-alert",
                            "#!/bin/sh\nHERE='" + folder_.path().string() + "'\n" + text + "\n")) {
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
  }
  [[nodiscard]] std::string keys(const std::string& more = "") const {
    return "type: command, run: [\"" + path_.string() + "\", --loud, \"two words\"]" + more;
  }
  [[nodiscard]] std::string saved(std::string_view name) const {
    return support::read_file(folder_ / name);
  }
  [[nodiscard]] const support::TempDir& folder() const { return folder_; }

 private:
  support::TempDir folder_;
  std::filesystem::path path_;
};

Verdict verdict_of(const std::string& script, int attempt = 1, const std::string& more = "") {
  const Script written(script);
  Made made(written.keys(more));
  EXPECT_TRUE(made.fine()) << made.problems();
  model::Message message = support::message_of(support::niger_alert());
  message.attempt = attempt;
  return send_one(*made, message);
}

TEST(CommandChannel, GivesTheAlertObjectAndItsArguments) {
  const Script script("cat >$HERE/input; printf '%s|' \"$@\" >$HERE/arguments");
  Made made(script.keys());
  ASSERT_TRUE(made.fine()) << made.problems();
  model::Message message = support::message_of(support::niger_alert());
  message.attempt = 3;
  EXPECT_EQ(send_one(*made, message).kind, Verdict::Kind::sent);
  EXPECT_EQ(script.saved("input"), alert::to_json(message.alerts[0], 3) + "\n");
  EXPECT_EQ(script.saved("arguments"), "--loud|two words|");
}

TEST(CommandChannel, SetsItsOwnEnvironmentAndNoOther) {
  setenv("SMTP_PASSWORD", "hunter2", 1);
  const Script script("env >$HERE/env");
  Made made(script.keys());
  (void)send_one(*made, support::message_of(support::niger_alert()));
  unsetenv("SMTP_PASSWORD");
  EXPECT_THAT(script.saved("env"),
              AllOf(HasSubstr("NEWSWATCH_ALERT_ID=e1d2c3b4-0000-5000-8000-000000000000\n"),
                    HasSubstr("NEWSWATCH_ATTEMPT=1\n"),
                    HasSubstr("NEWSWATCH_CHANNEL=it\n"),
                    HasSubstr("NEWSWATCH_KIND=new\n"),
                    HasSubstr("NEWSWATCH_WATCH=sahel\n"),
                    HasSubstr("NEWSWATCH_FEED=bbc-africa\n"),
                    HasSubstr("NEWSWATCH_TITLE=Floods near Niger force thousands out\n"),
                    HasSubstr("NEWSWATCH_LINK=https://news.example.org/africa/42?a=1&b=2\n"),
                    HasSubstr("PATH="),
                    Not(HasSubstr("hunter2")),
                    Not(HasSubstr("SMTP_PASSWORD"))));
}

TEST(CommandChannel, RunsNothingThatAFeedWrote) {
  const Script script("cat >/dev/null; printf %s \"$NEWSWATCH_TITLE\" >$HERE/title");
  const std::string canary = script.folder().path().string() + "/canary";
  for (const std::string& attack : std::vector<std::string>{"$(touch " + canary + ")",
                                                            "`touch " + canary + "`",
                                                            "; touch " + canary + " #",
                                                            "\n touch " + canary + "\n",
                                                            "| touch " + canary,
                                                            "--help",
                                                            "() { :;}; touch " + canary}) {
    Made made(script.keys());
    model::Alert alert = support::niger_alert();
    alert.item.title = alert.item.link = alert.watch = attack;
    EXPECT_EQ(send_one(*made, support::message_of(alert)).kind, Verdict::Kind::sent);
    EXPECT_EQ(script.saved("title"), attack);
    EXPECT_FALSE(std::filesystem::exists(canary)) << attack;
  }
}

TEST(CommandChannel, LeavesOutWhatAnEnvironmentCannotHold) {
  const Script script("printf %s \"$NEWSWATCH_TITLE\" >$HERE/title");
  Made made(script.keys());
  model::Alert alert = support::niger_alert();
  alert.item.title = std::string("a\0b", 3);
  EXPECT_EQ(send_one(*made, support::message_of(alert)).kind, Verdict::Kind::sent);
  EXPECT_EQ(script.saved("title"), "ab");
  alert.item.title = std::string(1U << 20U, 'x');
  EXPECT_EQ(send_one(*made, support::message_of(alert)).kind, Verdict::Kind::sent);
  EXPECT_EQ(base::code_points(script.saved("title")), 4096U);
}

TEST(CommandChannel, ReadsExitCodesAsTheDesignSays) {
  EXPECT_EQ(verdict_of("exit 0").kind, Verdict::Kind::sent);
  EXPECT_EQ(verdict_of("exit 75").kind, Verdict::Kind::later);
  EXPECT_EQ(verdict_of("exit 1").kind, Verdict::Kind::later);
  EXPECT_EQ(verdict_of("exit 1", 50).kind, Verdict::Kind::later);
  EXPECT_EQ(verdict_of("exit 65").kind, Verdict::Kind::never);
  EXPECT_EQ(verdict_of("exit 78").kind, Verdict::Kind::never);
  EXPECT_EQ(verdict_of("not-a-program", 1).kind, Verdict::Kind::later);
  EXPECT_EQ(verdict_of("not-a-program", 3).kind, Verdict::Kind::never);
  EXPECT_FALSE(verdict_of("exit 75").maybe_arrived);
  EXPECT_TRUE(verdict_of("exit 1").maybe_arrived);
}

TEST(CommandChannel, QuotesWhatTheProgramSaid) {
  EXPECT_THAT(verdict_of("printf '\\n\\033[31mno route to pager\\nmore'; exit 9").reason,
              testing::EndsWith("ended with exit code 9: \"\\x1b[31mno route to pager\""));
}

TEST(CommandChannel, CallsASignalByItsName) {
  const Verdict verdict = verdict_of("kill -SEGV $$");
  EXPECT_EQ(verdict.kind, Verdict::Kind::later);
  EXPECT_TRUE(verdict.maybe_arrived);
  EXPECT_THAT(verdict.reason, HasSubstr("was ended by SIGSEGV"));
}

TEST(CommandChannel, EndsAHangingProgramAtItsTimeLimit) {
  const Verdict verdict = verdict_of("sleep 600", 1, ", timeout: 1s");
  EXPECT_EQ(verdict.kind, Verdict::Kind::later);
  EXPECT_TRUE(verdict.maybe_arrived);
  EXPECT_THAT(verdict.reason, HasSubstr("was ended after the 1s it is given"));
}

TEST(CommandChannel, GivesAMissingProgramThreeChances) {
  Made made("type: command, run: /not/there");
  model::Message message = support::message_of(support::niger_alert());
  EXPECT_EQ(send_one(*made, message).kind, Verdict::Kind::later);
  message.attempt = 3;
  const Verdict verdict = send_one(*made, message);
  EXPECT_EQ(verdict.kind, Verdict::Kind::never);
  EXPECT_EQ(verdict.reason, "/not/there cannot be started: No such file or directory");
}

TEST(CommandChannel, KeepsTheContractWithAnyProgram) {
  for (const char* text : {"cat >/dev/null", "exit 1", "exec sleep 600", "exec yes"}) {
    const Script script(text);
    Made made(script.keys(", timeout: 2s"));
    contract::check_channel(*made, {});
  }
}

TEST(CommandChannel, WantsTheWholePathOfAProgram) {
  EXPECT_THAT(Made("type: command").problems(), HasSubstr("`run` is missing"));
  EXPECT_THAT(Made("type: command, run: []").problems(), HasSubstr("`run`"));
  EXPECT_THAT(Made("type: command, run: on-alert").problems(), HasSubstr("whole path"));
  EXPECT_THAT(Made("type: command, run: \"./on-alert | tee x\"").problems(),
              HasSubstr("there is no shell"));
  EXPECT_THAT(Made("type: command, run: /bin/true, timeout: 1h").problems(),
              HasSubstr("`timeout`"));
}

}  // namespace
}  // namespace channel
