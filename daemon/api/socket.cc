#include "api/socket.h"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/unix_address.h"

namespace api {
namespace {

constexpr int backlog = 128;
constexpr mode_t socket_mode = 0660;
constexpr mode_t folder_mode = 0750;

std::string reason(int error) {
  return std::generic_category().message(error);
}

base::Status make_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  if (folder.empty() || std::filesystem::is_directory(folder, failed)) {
    return {};
  }
  if (folder.has_parent_path()) {
    std::filesystem::create_directories(folder.parent_path(), failed);
  }
  if (::mkdir(folder.c_str(), folder_mode) != 0 && errno != EEXIST) {
    return base::fail(base::Cause::denied,
                      "cannot make the socket's folder " + folder.string() + ": " + reason(errno));
  }
  return {};
}

/// Takes a socket file out of the way if nobody serves it.
base::Status clear_stale(const std::filesystem::path& path, const sockaddr_un& address) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    return {};
  }
  if (!S_ISSOCK(found.st_mode)) {
    return base::fail(base::Cause::denied, path.string() + " is there and is not a socket");
  }
  const base::Fd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!probe.open()) {
    return base::fail(base::Cause::unavailable, "no socket to be had: " + reason(errno));
  }
  // EAGAIN is a full queue of connections: somebody is there, only busy.
  if (::connect(probe.get(), generic(address), sizeof(address)) == 0 || errno == EAGAIN) {
    return base::fail(base::Cause::denied, "another newswatchd answers at " + path.string());
  }
  if (errno != ECONNREFUSED) {
    return base::fail(
        base::Cause::denied,
        "cannot tell whether somebody answers at " + path.string() + ": " + reason(errno));
  }
  if (::unlink(path.c_str()) != 0) {
    return base::fail(base::Cause::denied,
                      "cannot replace the stale socket " + path.string() + ": " + reason(errno));
  }
  return {};
}

void give_to_group(const std::filesystem::path& path) {
  std::array<char, 16384> buffer{};
  group entry{};
  group* found = nullptr;
  if (::getgrnam_r(socket_group, &entry, buffer.data(), buffer.size(), &found) == 0 &&
      found != nullptr) {
    // Where we may not, the socket stays with our own group: a daemon run by hand serves its user
    // alone.
    [[maybe_unused]] const int refused =
        ::lchown(path.c_str(), static_cast<uid_t>(-1), found->gr_gid);
  }
}

}  // namespace

base::Result<ListeningSocket> ListeningSocket::open(const std::filesystem::path& path) {
  const auto address = unix_address(path);
  if (!address) {
    return base::fail(address.error());
  }
  if (const auto made = make_folder(path.parent_path()); !made) {
    return base::fail(made.error());
  }
  if (const auto cleared = clear_stale(path, *address); !cleared) {
    return base::fail(cleared.error());
  }
  base::Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.open() || ::bind(fd.get(), generic(*address), sizeof(*address)) != 0) {
    return base::fail(base::Cause::denied,
                      "cannot make the socket " + path.string() + ": " + reason(errno));
  }
  ListeningSocket socket(path, std::move(fd));
  // Nobody can connect before listen(), so there is no moment with looser permissions.
  give_to_group(path);
  if (::chmod(path.c_str(), socket_mode) != 0 || ::listen(socket.fd_.get(), backlog) != 0) {
    return base::fail(base::Cause::denied,
                      "cannot serve the socket " + path.string() + ": " + reason(errno));
  }
  return socket;
}

ListeningSocket::ListeningSocket(std::filesystem::path path, base::Fd fd)
    : path_(std::move(path)), fd_(std::move(fd)) {
  struct stat made {};
  if (::lstat(path_.c_str(), &made) == 0) {
    device_ = made.st_dev;
    inode_ = made.st_ino;
  }
}

ListeningSocket::~ListeningSocket() {
  struct stat found {};
  if (!path_.empty() && ::lstat(path_.c_str(), &found) == 0 && found.st_dev == device_ &&
      found.st_ino == inode_) {
    (void)::unlink(
        path_.c_str());  // what cannot be removed is stale, and replaced at the next start
  }
}

std::string user_of_peer(int descriptor) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    return {};
  }
  std::array<char, 16384> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(peer.uid, &entry, buffer.data(), buffer.size(), &found) == 0 &&
      found != nullptr) {
    return found->pw_name;
  }
  return std::to_string(peer.uid);
}

}  // namespace api
