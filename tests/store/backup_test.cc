#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "store/one_store.h"

namespace store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Backup, IsACompleteStoreThatOnlyItsOwnerReads) {
  const support::OneStore one;
  const auto writer = one.writer();
  support::ingest(*writer, {"x", "y"});
  const fs::path copy = one.folder() / "copy.db";
  ASSERT_TRUE(writer->backup(copy));
  support::ingest(*writer, {"z"});
  EXPECT_EQ(fs::status(copy).permissions(), fs::perms(0600));
  EXPECT_TRUE(check_integrity(copy));
  EXPECT_EQ(open_reader(copy).value()->totals().items, 2);
  EXPECT_FALSE(fs::exists(copy.string() + ".part"));
}

TEST(Backup, CanBeStartedFrom) {
  const support::OneStore one;
  const auto writer = one.writer();
  support::ingest(*writer, {"x"});
  const fs::path copy = one.folder() / "copy.db";
  ASSERT_TRUE(writer->backup(copy));
  const auto ownership = Ownership::take(copy);
  const auto restored = open_writer(copy, *ownership).value();
  support::ingest(*restored, {"x", "y"});
  EXPECT_EQ(restored->totals().items, 2);
}

TEST(Backup, NeverReplacesAFile) {
  const support::OneStore one;
  const auto writer = one.writer();
  const fs::path copy = one.folder() / "copy.db";
  ASSERT_TRUE(writer->backup(copy));
  const base::Status again = writer->backup(copy);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("copy.db exists already"));
}

TEST(Backup, SaysWhyItCannotBeMadeAndLeavesTheStoreAtWork) {
  const support::OneStore one;
  const auto writer = one.writer();
  const base::Status copy = writer->backup(one.folder() / "nowhere/copy.db");
  ASSERT_FALSE(copy);
  EXPECT_THAT(copy.error().message, HasSubstr("No such file or directory"));
  support::ingest(*writer, {"x"});
  EXPECT_EQ(writer->totals().items, 1);
}

TEST(Backup, TakesThePlaceOfOneThatWasCutShort) {
  const support::OneStore one;
  const auto writer = one.writer();
  std::ofstream(one.folder() / "copy.db.part") << "half a copy";
  EXPECT_TRUE(writer->backup(one.folder() / "copy.db"));
}

}  // namespace
}  // namespace store
