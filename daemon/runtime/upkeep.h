// What has to be done now and then: leases that ran out, old content, the daily copy of the
// database. Main thread; the work itself is the store's.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "runtime/plan.h"
#include "runtime/store_door.h"

namespace runtime {

inline constexpr base::Seconds tidy_every{30};
inline constexpr base::Seconds prune_every{60LL * 60};
inline constexpr base::Seconds backup_every{24LL * 60 * 60};
inline constexpr base::Seconds first_backup_after{
    10LL * 60};  ///< of a start; not in the first minutes' rush
inline constexpr std::size_t backups_kept = 2;
inline constexpr std::size_t pruned_together = 2000;  ///< items in one transaction

/// The copies in the folder, oldest first.
[[nodiscard]] std::vector<std::filesystem::path> backups_in(const std::filesystem::path& folder);

class Upkeep final {
 public:
  Upkeep(StoreDoor& door,
         const base::Clock& clock,
         base::Log& log,
         const std::filesystem::path& state_directory);

  /// Does what is due; never waits for the store.
  void step(const Plan& plan, const std::vector<base::FeedId>& rows);

 private:
  void tidy(base::TimePoint now);
  void prune(const Plan& plan, const std::vector<base::FeedId>& rows, base::TimePoint now);
  void back_up(base::TimePoint now);

  StoreDoor& door_;
  const base::Clock& clock_;
  base::Log& log_;
  const std::filesystem::path backups_;
  base::TimePoint next_tidy_{};
  base::TimePoint next_prune_{};
  base::TimePoint next_backup_;
};

}  // namespace runtime
