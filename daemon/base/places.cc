#include "base/places.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace base {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  // Nothing in newswatch changes the environment after main began, so reading it races with
  // nothing.
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): see above
  return value == nullptr ? std::string() : std::string(value);
}

/// The folder an XDG variable names, else its default under the home folder, else nothing. Relative
/// values are ignored, as the XDG specification says.
fs::path xdg_folder(const char* variable, const char* under_home) {
  if (fs::path named = environment(variable); named.is_absolute()) return named;
  const fs::path home = environment("HOME");
  return home.is_absolute() ? home / under_home : fs::path();
}

/// systemd separates several folders by colons; ours is the first.
fs::path systemd_folder(const char* variable) {
  const std::string folders = environment(variable);
  return folders.substr(0, folders.find(':'));
}

std::vector<fs::path> usual_sockets() {
  std::vector<fs::path> sockets;
  if (const fs::path given = systemd_folder("RUNTIME_DIRECTORY"); given.is_absolute()) {
    sockets.push_back(given / "api.sock");
  }
  if (const fs::path given = environment("XDG_RUNTIME_DIR"); given.is_absolute()) {
    sockets.push_back(given / "newswatch" / "api.sock");
  }
  sockets.emplace_back("/run/newswatch/api.sock");
  return sockets;
}

std::string listed(const std::vector<fs::path>& paths) {
  std::string list;
  for (const fs::path& path : paths) {
    list += (list.empty() ? "" : ", ") + path.string();
  }
  return list;
}

bool folder_can_be_had(const fs::path& folder) {
  constexpr mode_t reachable = 0755;  // the socket's own mode says who may connect
  if (::mkdir(folder.c_str(), reachable) != 0 && errno != EEXIST) return false;
  return ::access(folder.c_str(), W_OK | X_OK) == 0;
}

Result<fs::path> fitting(const fs::path& socket) {
  if (socket.native().size() >= sizeof(sockaddr_un::sun_path)) {
    return fail(Cause::limit,
                "the socket's path " + socket.string() +
                    " is longer than the 107 bytes a Unix socket may have");
  }
  return socket;
}

fs::path absolute(const fs::path& path) {
  std::error_code failed;
  const fs::path whole = fs::absolute(path, failed);
  return failed ? path : whole.lexically_normal();
}

}  // namespace

Result<fs::path> state_directory(const std::string& option) {
  if (!option.empty()) return absolute(option);
  if (const fs::path given = systemd_folder("STATE_DIRECTORY"); given.is_absolute()) return given;
  const fs::path states = xdg_folder("XDG_STATE_HOME", ".local/state");
  if (states.empty()) {
    return fail(
        Cause::invalid,
        "no place for the state: give --state-dir, or set STATE_DIRECTORY, XDG_STATE_HOME or HOME");
  }
  return states / "newswatch";
}

Result<fs::path> socket_path(const std::string& option,
                             const std::optional<fs::path>& configured,
                             Side side) {
  if (!option.empty()) return fitting(absolute(option));
  if (configured) return fitting(*configured);
  const std::vector<fs::path> sockets = usual_sockets();
  for (const fs::path& socket : sockets) {
    std::error_code unreadable;  // what we may not look at is not there for us
    if (side == Side::serve ? folder_can_be_had(socket.parent_path())
                            : fs::is_socket(socket, unreadable)) {
      return fitting(socket);
    }
  }
  if (side == Side::connect) {
    return fail(Cause::not_found, "no daemon's socket is there; looked for " + listed(sockets));
  }
  return fail(
      Cause::denied,
      "no place for the socket (give --socket, or set XDG_RUNTIME_DIR); tried " + listed(sockets));
}

fs::path config_file(const std::string& option) {
  if (!option.empty()) return option;
  if (const fs::path folder = xdg_folder("XDG_CONFIG_HOME", ".config"); !folder.empty()) {
    fs::path own = folder / "newswatch" / "newswatch.yaml";
    std::error_code unreadable;
    if (fs::exists(own, unreadable)) return own;
  }
  return "/etc/newswatch/newswatch.yaml";
}

}  // namespace base
