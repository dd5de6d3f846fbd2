#include "runtime/upkeep.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/open.h"
#include "support/newsroom.h"

namespace {

class UpkeepTest : public testing::Test {
 protected:
  UpkeepTest() {
    owned.emplace(store::Ownership::take(folder / "newswatch.db").value());
    writer = std::move(store::open_writer(folder / "newswatch.db", *owned).value());
    door.emplace(*writer, runtime::StoreDoor::Mode::at_once);
  }

  support::TempDir folder;
  support::FakeClock clock{support::start_of_test};
  base::Log log{STDERR_FILENO, base::Log::Style::terminal, base::Level::warning};
  std::optional<store::Ownership> owned;
  std::unique_ptr<store::Writer> writer;
  std::optional<runtime::StoreDoor> door;
  std::shared_ptr<const runtime::Plan> plan =
      support::plan_of({}, {support::watch_for("w", "Niger")});
};

TEST_F(UpkeepTest, ACopyIsMadeEachDayAndTheTwoNewestAreKept) {
  runtime::Upkeep upkeep(*door, clock, log, folder.path());
  std::vector<std::filesystem::path> before;
  for (int hour = 0; hour < 5 * 24; ++hour) {
    upkeep.step(*plan, {});
    clock.advance(base::Seconds{3600});
  }
  const auto copies = runtime::backups_in(folder / "backups");
  ASSERT_EQ(copies.size(), 2U);
  EXPECT_LT(copies[0], copies[1]);
  auto reader = store::open_reader(copies[1]);
  ASSERT_TRUE(reader.has_value()) << reader.error().message;
  EXPECT_EQ((*reader)->totals().alerts, 0);
}

TEST_F(UpkeepTest, ARestartIsNoReasonForAnotherCopy) {
  {
    runtime::Upkeep upkeep(*door, clock, log, folder.path());
    clock.advance(runtime::first_backup_after);
    upkeep.step(*plan, {});
  }
  ASSERT_EQ(runtime::backups_in(folder / "backups").size(), 1U);
  const auto written = std::filesystem::last_write_time(runtime::backups_in(folder / "backups")[0]);
  const auto real =
      std::chrono::time_point_cast<base::Seconds>(std::chrono::file_clock::to_sys(written));
  support::FakeClock later(real + base::Seconds{3600});
  runtime::Upkeep upkeep(*door, later, log, folder.path());
  later.advance(runtime::first_backup_after * 2);
  upkeep.step(*plan, {});
  EXPECT_EQ(runtime::backups_in(folder / "backups").size(), 1U);
}

TEST_F(UpkeepTest, FilesThatAreNoCopiesStay) {
  folder.write("backups/notes.txt", "mine");
  EXPECT_TRUE(runtime::backups_in(folder / "backups").empty());
}

}  // namespace
