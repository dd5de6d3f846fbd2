// kill -9 at every kind of write the store makes: while it is created, in a commit, in a backup, in
// a checkpoint.
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "store/one_store.h"

namespace store {
namespace {

namespace fs = std::filesystem;

constexpr int items_per_visit = 8;
constexpr int all_visits = 12;
constexpr std::size_t points = 60;  ///< kills, spread evenly over all the writes of a whole run

struct Ended {
  int status = 0;
  std::string said;
};

/// Runs a program to its end.
Ended run(std::vector<std::string> words) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  const base::Fd from(ends[0]);
  base::Fd to(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to.get(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  to.close();
  Ended ended;
  if (failed != 0) {
    return {.status = 127 << 8, .said = ""};
  }
  std::array<char, 4096> bytes{};
  for (ssize_t size = 0; (size = read(from.get(), bytes.data(), bytes.size())) > 0;) {
    ended.said.append(bytes.data(), static_cast<std::size_t>(size));
  }
  waitpid(child, &ended.status, 0);
  return ended;
}

std::string child_program() {
  return (fs::read_symlink("/proc/self/exe").parent_path() / "store_crash_child").string();
}

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++found;
  }
  return found;
}

/// How many calls of this name a whole run makes; nothing if it may not be traced here.
std::optional<std::size_t> calls_of_a_run(const std::string& call) {
  const support::TempDir folder;
  const fs::path trace = folder / "trace";
  const Ended whole = run({"strace",
                           "-E",
                           "ASAN_OPTIONS=detect_leaks=0",
                           "-qq",
                           "-e",
                           "trace=" + call,
                           "-e",
                           "signal=none",
                           "-o",
                           trace.string(),
                           child_program(),
                           (folder / "n.db").string()});
  if (whole.status != 0 || count(whole.said, "visit\n") != all_visits) {
    return std::nullopt;
  }
  return count(support::read_file(trace), call + "(");
}

/// What must hold after the process was killed anywhere.
void expect_whole(const fs::path& file, const std::string& said) {
  const std::size_t told = count(said, "visit\n");
  const auto ownership = Ownership::take(file);
  ASSERT_TRUE(ownership) << ownership.error().message;
  const auto writer = open_writer(file, *ownership);
  ASSERT_TRUE(writer) << writer.error().message;
  const Totals totals = (*writer)->totals();
  EXPECT_EQ(totals.items % items_per_visit, 0) << "half a visit was kept";
  EXPECT_GE(totals.items, static_cast<std::int64_t>(told) * items_per_visit)
      << "what was told is lost";
  EXPECT_EQ(totals.alerts, totals.items);
  EXPECT_EQ(totals.pending, totals.items);
  const base::Status sound = check_integrity(file);
  EXPECT_TRUE(sound) << sound.error().message;
  const fs::path copy = file.string() + ".copy";
  if (count(said, "copied\n") == 1 || fs::exists(copy)) {
    EXPECT_TRUE(check_integrity(copy));
  }
  support::ingest(**writer, {"life goes on"});
  EXPECT_EQ((*writer)->totals().items, totals.items + 1);
}

class Killed : public testing::TestWithParam<const char*> {};

TEST_P(Killed, AnywhereTheStoreIsWholeAndKeepsWhatItSaidIsKept) {
  const std::string call = GetParam();
  const std::optional<std::size_t> calls = calls_of_a_run(call);
  if (!calls) {
    GTEST_SKIP() << "processes may not be traced here (strace, ptrace)";
  }
  const std::size_t step = std::max<std::size_t>(1, *calls / points);
  for (std::size_t at = 1; at <= *calls; at += step) {
    SCOPED_TRACE(call + " number " + std::to_string(at) + " of " + std::to_string(*calls));
    const support::TempDir folder;
    const fs::path file = folder / "n.db";
    const Ended killed = run({"strace",
                              "-E",
                              "ASAN_OPTIONS=detect_leaks=0",
                              "-qq",
                              "-e",
                              "trace=" + call,
                              "-e",
                              "inject=" + call + ":signal=SIGKILL:when=" + std::to_string(at),
                              "-o",
                              "/dev/null",
                              child_program(),
                              file.string()});
    ASSERT_NE(killed.status, 0) << "it was not killed";
    expect_whole(file, killed.said);
    if (HasFatalFailure()) {
      return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sweep,
    Killed,
    testing::Values("pwrite64", "fdatasync", "fsync", "rename", "unlink", "ftruncate"));

class Failing : public testing::TestWithParam<const char*> {};

TEST_P(Failing, ASyncThatFailsOnceIsNeverTakenForDone) {
  const std::string error = GetParam();
  const std::optional<std::size_t> calls = calls_of_a_run("fdatasync");
  if (!calls) {
    GTEST_SKIP() << "processes may not be traced here (strace, ptrace)";
  }
  for (std::size_t at = 1; at <= *calls; ++at) {
    SCOPED_TRACE("fdatasync number " + std::to_string(at));
    const support::TempDir folder;
    const fs::path file = folder / "n.db";
    const Ended ended = run({"strace",
                             "-E",
                             "ASAN_OPTIONS=detect_leaks=0",
                             "-qq",
                             "-e",
                             "trace=fdatasync",
                             "-e",
                             "inject=fdatasync:error=" + error + ":when=" + std::to_string(at),
                             "-o",
                             "/dev/null",
                             child_program(),
                             file.string()});
    expect_whole(file, ended.said);
    if (HasFatalFailure()) {
      return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Errors, Failing, testing::Values("EIO", "ENOSPC"));

}  // namespace
}  // namespace store
