// A copy of the whole store as one new file, which has its name only when it is complete and on the
// disk.
#include <cassert>
#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fd.h"
#include "store/sqlite/writer.h"

namespace store {
namespace {

namespace fs = std::filesystem;
using base::Cause;

constexpr Sql copy_into("VACUUM INTO ?1");
constexpr mode_t backup_mode = 0600;

base::Error system_error(const std::string& doing, const fs::path& file, int number) {
  const bool full = number == ENOSPC || number == EDQUOT;
  const bool forbidden = number == EACCES || number == EPERM || number == EROFS;
  const Cause cause = full ? Cause::limit : forbidden ? Cause::denied : Cause::unavailable;
  return {cause,
          "cannot " + doing + " " + file.string() + ": " + std::generic_category().message(number)};
}

/// A file of ours that vanishes unless it is kept.
class Draft final {
 public:
  explicit Draft(fs::path file) : file_(std::move(file)) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  Draft(Draft&&) = delete;
  Draft& operator=(Draft&&) = delete;
  ~Draft() {
    if (!kept_) {
      (void)unlink(file_.c_str());  // may never have been made
    }
  }
  void keep() { kept_ = true; }
  [[nodiscard]] const fs::path& file() const { return file_; }

 private:
  fs::path file_;
  bool kept_ = false;
};

base::Status synced(const fs::path& path, int flags) {
  const base::Fd descriptor(open(path.c_str(), flags | O_CLOEXEC));
  if (!descriptor.open() || fsync(descriptor.get()) != 0) {
    return base::fail(system_error("sync", path, errno));
  }
  return {};
}

/// Renames without replacing, where the file system knows how.
base::Status named(const fs::path& draft, const fs::path& file) {
  if (renameat2(AT_FDCWD, draft.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) == 0) {
    return {};
  }
  if (errno == EEXIST) {
    return base::fail(Cause::invalid, file.string() + " exists already");
  }
  if (errno != EINVAL || rename(draft.c_str(), file.c_str()) != 0) {
    return base::fail(system_error("make", file, errno));
  }
  return {};
}

base::Status copied(Database& database, const Draft& draft) {
  (void)unlink(draft.file().c_str());  // left by a process that ended during a backup
  const base::Fd made(open(
      draft.file().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, backup_mode));
  if (!made.open()) {
    return base::fail(system_error("make", draft.file(), errno));
  }
  try {
    database.change(copy_into, draft.file().string());
  } catch (const Broken& broken) {
    return base::fail(broken.full() ? Cause::limit : Cause::unavailable,
                      "cannot copy to " + draft.file().string() + ": " + broken.what());
  }
  return {};
}

}  // namespace

base::Status SqliteWriter::backup(const fs::path& file) {
  assert(!working_);
  std::error_code unseen;  // what cannot be looked at cannot be made either, and open() says why
  if (fs::exists(fs::symlink_status(file, unseen))) {
    return base::fail(Cause::invalid, file.string() + " exists already");
  }
  Draft draft(file.string() + ".part");
  if (base::Status done = copied(database(), draft); !done) {
    return done;
  }
  if (base::Status done = synced(draft.file(), O_RDONLY); !done) {
    return done;
  }
  if (base::Status done = named(draft.file(), file); !done) {
    return done;
  }
  draft.keep();
  return synced(file.has_parent_path() ? file.parent_path() : fs::path("."),
                O_RDONLY | O_DIRECTORY);
}

}  // namespace store
