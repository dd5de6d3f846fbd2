#include "runtime/service.h"

#include <array>
#include <cstring>
#include <string>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/temp_dir.h"

namespace {

/// What a service manager listens on.
class Manager {
 public:
  explicit Manager(std::string address)
      : address_(std::move(address)), fd_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path, address_.data(), address_.size());
    if (name.sun_path[0] == '@') {
      name.sun_path[0] = '\0';
    }
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    EXPECT_EQ(bind(fd_.get(), reinterpret_cast<sockaddr*>(&name), length), 0);
    setenv("NOTIFY_SOCKET", address_.c_str(), 1);
  }

  std::string hear() {
    std::array<char, 512> buffer{};
    const ssize_t size = recv(fd_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    return size < 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(size));
  }

 private:
  std::string address_;
  base::Fd fd_;
};

TEST(Service, SpeaksToASocketInTheFileSystem) {
  const support::TempDir folder;
  Manager manager((folder / "notify").string());
  runtime::Service service;
  service.ready("12 feeds");
  EXPECT_EQ(manager.hear(), "READY=1\nSTATUS=12 feeds");
  service.alive();
  EXPECT_EQ(manager.hear(), "WATCHDOG=1");
}

TEST(Service, SpeaksToAnAbstractSocket) {
  Manager manager("@newswatch-test-" + std::to_string(getpid()));
  runtime::Service service;
  service.stopping();
  EXPECT_TRUE(manager.hear().starts_with("STOPPING=1"));
}

TEST(Service, NamesTheTimeOfAReload) {
  const support::TempDir folder;
  Manager manager((folder / "notify").string());
  runtime::Service service;
  service.reloading();
  EXPECT_NE(manager.hear().find("MONOTONIC_USEC="), std::string::npos);
}

TEST(Service, TakesTheSocketOutOfTheEnvironmentOfItsChildren) {
  const support::TempDir folder;
  const Manager manager((folder / "notify").string());
  const runtime::Service service;
  EXPECT_EQ(getenv("NOTIFY_SOCKET"), nullptr);
}

TEST(Service, FeedsTheWatchdogTwiceAsOftenAsItIsAsked) {
  setenv("WATCHDOG_USEC", "30000000", 1);
  EXPECT_EQ(runtime::Service().watchdog(), std::chrono::seconds{15});
  setenv("WATCHDOG_USEC", "30000000", 1);
  setenv("WATCHDOG_PID", "1", 1);
  EXPECT_EQ(runtime::Service().watchdog(), std::chrono::seconds{0}) << "another process is meant";
}

TEST(Service, WithoutAManagerNothingHappens) {
  unsetenv("NOTIFY_SOCKET");
  runtime::Service service;
  service.ready("fine");
  service.alive();
  EXPECT_EQ(service.watchdog(), std::chrono::seconds{0});
}

}  // namespace
