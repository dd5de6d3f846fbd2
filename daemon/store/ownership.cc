// The lock is on a file of its own: closing any descriptor of the database itself would drop
// SQLite's locks.
#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "store/open.h"

namespace store {
namespace {

constexpr mode_t lock_mode = 0644;  // holds a pid only, and the CLI of others asks for it
constexpr std::size_t longest_pid = 16;

std::filesystem::path lock_file(const std::filesystem::path& database) {
  return database.string() + ".lock";
}

struct flock whole_file() {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string system_words(int number) {
  return std::generic_category().message(number);
}

int pid_in(int descriptor) {
  std::array<char, longest_pid> bytes{};
  const ssize_t size = pread(descriptor, bytes.data(), bytes.size(), 0);
  if (size <= 0) {
    return 0;
  }
  const std::string_view written(bytes.data(), static_cast<std::size_t>(size));
  return static_cast<int>(base::parse_number(base::trim(written)).value_or(0));
}

base::Error in_use(const std::filesystem::path& database, int pid) {
  std::string by = " is in use by another daemon";
  if (pid > 0) {
    by = " is in use by the daemon with pid " + std::to_string(pid);
  }
  return {base::Cause::denied, database.string() + by};
}

}  // namespace

base::Result<Ownership> Ownership::take(const std::filesystem::path& database) {
  const std::filesystem::path name = lock_file(database);
  if (database.has_parent_path()) {
    std::error_code made;  // what stands in the way is told by open() below
    std::filesystem::create_directories(database.parent_path(), made);
  }
  base::Fd lock(open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, lock_mode));
  if (!lock.open()) {
    return base::fail(base::Cause::denied,
                      "cannot open " + name.string() + ": " + system_words(errno));
  }
  struct flock wanted = whole_file();
  if (fcntl(lock.get(), F_OFD_SETLK, &wanted) != 0) {
    if (errno == EAGAIN || errno == EACCES) {
      return base::fail(in_use(database, pid_in(lock.get())));
    }
    return base::fail(base::Cause::denied,
                      "cannot lock " + name.string() + ": " + system_words(errno));
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  const bool written =
      ftruncate(lock.get(), 0) == 0 &&
      pwrite(lock.get(), pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
  if (!written) {
    return base::fail(base::Cause::unavailable,
                      "cannot write " + name.string() + ": " + system_words(errno));
  }
  return Ownership(std::move(lock));
}

std::optional<int> Ownership::holder(const std::filesystem::path& database) {
  const base::Fd lock(open(lock_file(database).c_str(), O_RDONLY | O_CLOEXEC));
  if (!lock.open()) {
    return std::nullopt;
  }
  struct flock asked = whole_file();
  if (fcntl(lock.get(), F_OFD_GETLK, &asked) != 0 || asked.l_type == F_UNLCK) {
    return std::nullopt;
  }
  return pid_in(lock.get());
}

}  // namespace store
