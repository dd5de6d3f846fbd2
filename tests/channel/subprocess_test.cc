#include "channel/subprocess.h"

#include <cerrno>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/text.h"
#include "channel/made.h"

namespace channel {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

Ending shell(const std::string& script,
             std::string_view input = "",
             milliseconds time = std::chrono::seconds(20)) {
  return run({.argv = {"/bin/sh", "-c", script},
              .environment = {"PATH=/usr/bin:/bin"},
              .input = input,
              .deadline = soon(time)});
}

bool alive(const std::string& pid) {
  const auto number = base::parse_number(base::trim(pid));
  return number && kill(static_cast<pid_t>(*number), 0) == 0;
}

TEST(Run, GivesInputAndTakesOutputAndExitCode) {
  const Ending ending = shell("cat; echo oops >&2; exit 7", "hello\n");
  EXPECT_EQ(ending.kind, Ending::Kind::exited);
  EXPECT_EQ(ending.code, 7);
  EXPECT_EQ(ending.output, "hello\noops\n");
}

TEST(Run, PassesMoreInputThanAPipeHolds) {
  const std::string much(3U << 20U, 'x');
  EXPECT_EQ(shell("wc -c", much).output, std::to_string(much.size()) + "\n");
}

TEST(Run, DoesNotMindAProgramThatDoesNotListen) {
  const std::string much(3U << 20U, 'x');
  for (const char* script : {"exec <&-; exit 0", "exit 0", "head -c 1 >/dev/null; exit 0"}) {
    const Ending ending = shell(script, much);
    EXPECT_EQ(ending.kind, Ending::Kind::exited) << script;
    EXPECT_EQ(ending.code, 0) << script;
  }
}

TEST(Run, KeepsTheBeginningOfEndlessOutput) {
  const Ending ending = shell("head -c 300000000 /dev/zero | tr '\\0' y; exit 3");
  EXPECT_EQ(ending.code, 3);
  EXPECT_EQ(ending.output, std::string(max_output, 'y'));
}

TEST(Run, EndsAHangingProgramInTime) {
  const auto start = base::SystemClock().steady();
  const Ending ending = shell("echo started; sleep 600", "", milliseconds(300));
  EXPECT_EQ(ending.kind, Ending::Kind::timed_out);
  EXPECT_EQ(ending.output, "started\n");
  EXPECT_LT(base::SystemClock().steady() - start, std::chrono::seconds(2));
}

TEST(Run, EndsAProgramThatFloodsItsOutputInTime) {
  const Ending ending = shell("exec yes", "", milliseconds(300));
  EXPECT_EQ(ending.kind, Ending::Kind::timed_out);
  EXPECT_EQ(ending.output.size(), max_output);
}

TEST(Run, KillsWhatIgnoresTheSignalToEnd) {
  const auto start = base::SystemClock().steady();
  const Ending ending =
      shell("trap '' TERM; echo $$; while :; do sleep 1; done", "", milliseconds(200));
  EXPECT_EQ(ending.kind, Ending::Kind::timed_out);
  EXPECT_FALSE(alive(ending.output));
  EXPECT_LT(base::SystemClock().steady() - start, kill_grace + std::chrono::seconds(2));
}

TEST(Run, EndsTheWholeGroupWithItsLeader) {
  const Ending ending = shell("sleep 600 & echo $!; exit 0");
  EXPECT_EQ(ending.kind, Ending::Kind::exited);
  EXPECT_EQ(ending.code, 0);
  // The orphan is dead or, for a moment, a zombie of init's: in neither case does it sleep on.
  const std::string status =
      support::read_file("/proc/" + std::string(base::trim(ending.output)) + "/status");
  EXPECT_THAT(status, Not(HasSubstr("S (sleeping)")));
}

TEST(Run, DoesNotWaitForADaemonThatKeepsTheOutputOpen) {
  const auto start = base::SystemClock().steady();
  const support::TempDir folder;
  const std::string pid_file = folder / "pid";
  const Ending ending = shell("setsid sh -c 'echo $$ >" + pid_file + "; exec sleep 60' & " +
                              "while ! test -s " + pid_file + "; do sleep 0.02; done; exit 0");
  EXPECT_EQ(ending.kind, Ending::Kind::exited);
  EXPECT_LT(base::SystemClock().steady() - start, std::chrono::seconds(10));
  const auto pid = base::parse_number(base::trim(support::read_file(pid_file)));
  ASSERT_TRUE(pid);
  EXPECT_EQ(kill(static_cast<pid_t>(*pid), SIGKILL), 0);  // it left the group: that is its right
}

TEST(Run, TellsASignalFromAnExit) {
  const Ending ending = shell("kill -SEGV $$");
  EXPECT_EQ(ending.kind, Ending::Kind::signalled);
  EXPECT_EQ(ending.code, SIGSEGV);
}

TEST(Run, SaysWhyAProgramDidNotStart) {
  const support::TempDir folder;
  const auto text = folder.write("text", "no program");
  const auto broken = folder.write("broken", "#!/not/there\n");
  std::filesystem::permissions(broken, std::filesystem::perms::owner_all);
  const auto code = [](const std::filesystem::path& path) {
    const Ending ending =
        run({.argv = {path.string()}, .environment = {}, .input = "", .deadline = soon()});
    EXPECT_EQ(ending.kind, Ending::Kind::not_started);
    return ending.code;
  };
  EXPECT_EQ(code("/not/there"), ENOENT);
  EXPECT_EQ(code(text), EACCES);
  EXPECT_EQ(code(broken), ENOENT);
  EXPECT_EQ(code(folder.path()), EACCES);
}

TEST(Run, HandsDownNoDescriptor) {
  const base::Fd leaky(open("/dev/null", O_RDONLY));  // not close-on-exec
  ASSERT_TRUE(leaky.open());
  EXPECT_EQ(shell("ls /proc/self/fd | tr '\\n' ' '").output, "0 1 2 3 ");  // 3 is ls reading
}

TEST(Run, HandsDownNoEnvironmentFolderMaskOrGroup) {
  setenv("NEWSWATCH_TEST_SECRET", "hunter2", 1);
  sigset_t pipe;
  sigset_t before;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGTERM);
  sigaddset(&pipe, SIGPIPE);
  (void)pthread_sigmask(SIG_BLOCK, &pipe, &before);
  const auto ignored = ::signal(SIGPIPE, SIG_IGN);
  const Ending ending = shell(
      "pwd; env; grep -E 'Sig(Blk|Ign)' /proc/self/status; test $(ps -o sid= -p $$) = $$ && echo "
      "leader");
  ::signal(SIGPIPE, ignored);
  (void)pthread_sigmask(SIG_SETMASK, &before, nullptr);
  unsetenv("NEWSWATCH_TEST_SECRET");
  EXPECT_THAT(ending.output, testing::StartsWith("/\n"));
  EXPECT_THAT(ending.output, Not(HasSubstr("hunter2")));
  EXPECT_THAT(ending.output, HasSubstr("leader\n"));
  EXPECT_THAT(ending.output, HasSubstr("SigBlk:\t0000000000000000"));
  // All but 32 and 33, which are the C library's own and stay as they were inherited.
  EXPECT_THAT(ending.output,
              testing::ContainsRegex("SigIgn:\t0000000[0-9a-f]80000000|SigIgn:\t0{16}"));
}

TEST(Run, LeavesNoZombieAndNoDescriptor) {
  const auto descriptors = [] {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
  };
  const auto before = descriptors();
  for (int i = 0; i < 20; ++i) {
    (void)shell("exit 0");
    (void)run({.argv = {"/not/there"}, .environment = {}, .input = "", .deadline = soon()});
  }
  EXPECT_EQ(descriptors(), before);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

}  // namespace
}  // namespace channel
