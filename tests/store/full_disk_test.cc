// A disk that fills up, by SQLite's own limit on pages and, where the test may mount one, by a file
// system.
#include <string>

#include <gtest/gtest.h>
#include <sys/mount.h>

#include "store/one_store.h"
#include "store/sqlite/writer.h"

namespace store {
namespace {

std::vector<std::string> guids(const std::string& prefix, int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    names.push_back(prefix + std::to_string(i) + std::string(400, 'x'));
  }
  return names;
}

/// Ingests until the disk is full; the number of visits that were kept.
int fill(Writer& writer) {
  for (int kept = 0; kept < 1000; ++kept) {
    try {
      support::ingest(writer, guids(std::to_string(kept) + "-", 50));
    } catch (const Broken& broken) {
      EXPECT_TRUE(broken.full()) << broken.what();
      return kept;
    }
  }
  return -1;
}

TEST(FullDisk, LosesNothingThatWasKeptAndGoesOnOnceThereIsRoom) {
  const support::OneStore one;
  { const auto made = one.writer(); }
  Database database(one.file(), Database::Mode::write);
  sqlite3* connection = database.handle();
  database.execute("PRAGMA max_page_count = 200");
  const auto writer = make_writer(std::move(database));
  const int kept = fill(*writer);
  EXPECT_GT(kept, 0);
  EXPECT_EQ(writer->totals().items, kept * 50);
  EXPECT_THROW(support::ingest(*writer, guids("again", 50)), Broken);
  EXPECT_EQ(writer->totals().items, kept * 50);
  ASSERT_EQ(sqlite3_exec(connection, "PRAGMA max_page_count = 100000", nullptr, nullptr, nullptr),
            0);
  support::ingest(*writer, guids("again", 50));
  EXPECT_EQ(writer->totals().items, (kept + 1) * 50);
  EXPECT_TRUE(check_integrity(one.file()));
}

TEST(FullDisk, WorkThatGoesOnAfterAFailureIsNotKeptPiecemeal) {
  const support::OneStore one;
  { const auto made = one.writer(); }
  Database database(one.file(), Database::Mode::write);
  database.execute("PRAGMA max_page_count = 200");
  const auto writer = make_writer(std::move(database));
  const Batch big = samples::batch(support::lease_one(*writer), guids("x", 2000));
  EXPECT_THROW(writer->transact([&] {
    try {
      (void)writer->commit(big);
    } catch (const Broken&) {
      writer->add_recipient("desk", "amina", samples::start);
    }
  }),
               Broken);
  EXPECT_TRUE(writer->recipients("desk").empty());
}

TEST(FullDisk, OfARealFileSystemIsToldAndSurvived) {
  const support::TempDir folder;
  const std::filesystem::path disk = folder / "disk";
  std::filesystem::create_directory(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0) {
    GTEST_SKIP() << "only root may mount a small file system here";
  }
  {
    const std::filesystem::path file = disk / "newswatch.db";
    const auto ownership = Ownership::take(file);
    ASSERT_TRUE(ownership);
    auto writer = open_writer(file, *ownership).value();
    const int kept = fill(*writer);
    EXPECT_GT(kept, 0);
    EXPECT_EQ(writer->totals().items, kept * 50);
    const base::Status copy = writer->backup(disk / "copy.db");
    ASSERT_FALSE(copy);
    EXPECT_EQ(copy.error().cause, base::Cause::limit) << copy.error().message;
    EXPECT_FALSE(std::filesystem::exists(disk / "copy.db.part"));
    ASSERT_EQ(mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=8m"), 0);
    support::ingest(*writer, guids("again", 50));
    EXPECT_EQ(writer->totals().items, (kept + 1) * 50);
    writer.reset();
    EXPECT_TRUE(check_integrity(file));
  }
  EXPECT_EQ(umount(disk.c_str()), 0);
}

}  // namespace
}  // namespace store
