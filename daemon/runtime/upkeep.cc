#include "runtime/upkeep.h"

#include <algorithm>
#include <string>
#include <system_error>

namespace runtime {

namespace {

constexpr std::string_view backup_prefix = "newswatch-";

/// "newswatch-2026-11-23T040506Z.db": sorts by age, and no colon for other file systems' sake.
std::string backup_name(base::TimePoint now) {
  std::string stamp = base::format_rfc3339(now);
  std::erase(stamp, ':');
  return std::string(backup_prefix) + stamp + ".db";
}

void keep_newest(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> copies = backups_in(folder);
  while (copies.size() > backups_kept) {
    std::error_code ignored;  // an old copy that stays takes room, no more
    std::filesystem::remove(copies.front(), ignored);
    copies.erase(copies.begin());
  }
}

/// Told by the store's thread, so the log is all that is touched.
std::function<void(std::exception_ptr)> logs_failure(base::Log& log, const char* what) {
  return [&log, what](const std::exception_ptr& failure) {
    if (!failure) {
      return;
    }
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      log.warning(what, {{"error", error.what()}});
    }
  };
}

}  // namespace

std::vector<std::filesystem::path> backups_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> copies;
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator(folder, unreadable)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(backup_prefix) && name.ends_with(".db")) {
      copies.push_back(entry.path());
    }
  }
  std::ranges::sort(copies);
  return copies;
}

Upkeep::Upkeep(StoreDoor& door,
               const base::Clock& clock,
               base::Log& log,
               const std::filesystem::path& state_directory)
    : door_(door), clock_(clock), log_(log), backups_(state_directory / "backups") {
  next_backup_ = clock_.now() + first_backup_after;
  const std::vector<std::filesystem::path> copies = backups_in(backups_);
  if (copies.empty()) {
    return;
  }
  std::error_code unreadable;
  const auto written = std::filesystem::last_write_time(copies.back(), unreadable);
  if (!unreadable) {
    const auto when =
        std::chrono::time_point_cast<base::Seconds>(std::chrono::file_clock::to_sys(written));
    next_backup_ = std::max(next_backup_, std::min(when, clock_.now()) + backup_every);
  }
}

void Upkeep::step(const Plan& plan, const std::vector<base::FeedId>& rows) {
  const base::TimePoint now = clock_.now();
  if (now >= next_tidy_) {
    next_tidy_ = now + tidy_every;
    tidy(now);
  }
  if (now >= next_prune_) {
    next_prune_ = now + prune_every;
    prune(plan, rows, now);
  }
  if (now >= next_backup_) {
    next_backup_ = now + backup_every;
    back_up(now);
  }
}

void Upkeep::tidy(base::TimePoint now) {
  door_.tell([now](store::Writer& writer) { writer.tidy_deliveries(now); },
             logs_failure(log_, "deliveries could not be tidied"));
}

void Upkeep::prune(const Plan& plan, const std::vector<base::FeedId>& rows, base::TimePoint now) {
  const auto has_own = [](const model::Feed& feed) { return feed.keep.has_value(); };
  if (std::ranges::none_of(plan.feeds, has_own)) {
    door_.tell(
        [before = now - plan.keep](store::Writer& writer) {
          (void)writer.prune(std::nullopt, before, pruned_together);  // what is left, next time
        },
        logs_failure(log_, "old content could not be pruned"));
    return;
  }
  for (std::size_t index = 0; index < rows.size() && index < plan.feeds.size(); ++index) {
    const base::TimePoint before = now - plan.feeds[index].keep.value_or(plan.keep);
    door_.tell([row = rows[index], before](
                   store::Writer& writer) { (void)writer.prune(row, before, pruned_together); },
               logs_failure(log_, "old content could not be pruned"));
  }
}

void Upkeep::back_up(base::TimePoint now) {
  std::error_code failed;
  std::filesystem::create_directories(backups_, failed);
  std::filesystem::permissions(backups_, std::filesystem::perms::owner_all, failed);
  const std::filesystem::path file = backups_ / backup_name(now);
  door_.tell_alone(
      [this, file](store::Writer& writer) {
        if (const base::Status done = writer.backup(file); !done) {
          log_.warning("the daily copy of the database failed", {{"error", done.error().message}});
          return;
        }
        keep_newest(backups_);
        log_.debug("the database was copied", {{"file", file.string()}});
      },
      logs_failure(log_, "the daily copy of the database failed"));
}

}  // namespace runtime
