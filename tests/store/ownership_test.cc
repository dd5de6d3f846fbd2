#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/open.h"
#include "support/temp_dir.h"

namespace store {
namespace {

using testing::EndsWith;

TEST(Ownership, RefusesASecondDaemonAndSaysWhichIsTheFirst) {
  const support::TempDir folder;
  const auto first = Ownership::take(folder / "n.db");
  ASSERT_TRUE(first);
  const auto second = Ownership::take(folder / "n.db");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().cause, base::Cause::denied);
  EXPECT_THAT(second.error().message,
              EndsWith("n.db is in use by the daemon with pid " + std::to_string(getpid())));
  EXPECT_EQ(Ownership::holder(folder / "n.db"), getpid());
}

TEST(Ownership, EndsWithItsHolder) {
  const support::TempDir folder;
  { const auto first = Ownership::take(folder / "n.db"); }
  EXPECT_FALSE(Ownership::holder(folder / "n.db"));
  EXPECT_TRUE(Ownership::take(folder / "n.db"));
}

TEST(Ownership, EndsWhenItsProcessIsKilled) {
  const support::TempDir folder;
  const pid_t child = fork();
  if (child == 0) {
    const auto held = Ownership::take(folder / "n.db");
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(Ownership::holder(folder / "n.db"));
  EXPECT_TRUE(Ownership::take(folder / "n.db"));
}

TEST(Ownership, OfADatabaseNobodyEverHadIsFree) {
  const support::TempDir folder;
  EXPECT_FALSE(Ownership::holder(folder / "n.db"));
}

TEST(Ownership, MakesTheFolderOfAFirstStart) {
  const support::TempDir folder;
  EXPECT_TRUE(Ownership::take(folder / "state/newswatch/n.db"));
}

TEST(Ownership, SaysWhyTheLockCannotBeMade) {
  const support::TempDir folder;
  folder.write("file", "");
  const auto taken = Ownership::take(folder / "file/n.db");
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, EndsWith("n.db.lock: Not a directory"));
}

TEST(Ownership, HoldsEvenIfThePidCannotBeRead) {
  const support::TempDir folder;
  const auto held = Ownership::take(folder / "n.db");
  folder.write("n.db.lock", "scribble");
  EXPECT_EQ(Ownership::holder(folder / "n.db"), 0);
  EXPECT_THAT(Ownership::take(folder / "n.db").error().message,
              EndsWith("is in use by another daemon"));
}

}  // namespace
}  // namespace store
