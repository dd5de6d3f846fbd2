// A child program of a test: started with arguments, spoken to over its standard input and output,
// and surely ended with the test. A program that watches its standard input also ends if the test
// dies.
#pragma once

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"

namespace support {

class Program final {
 public:
  explicit Program(std::vector<std::string> argv) {
    const auto [input_read, input_write] = make_pipe();
    const auto [output_read, output_write] = make_pipe();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input_read.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output_write.get(), STDOUT_FILENO);
    std::vector<char*> arguments;
    for (std::string& argument : argv) {
      arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);
    const int error =
        posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
      throw std::system_error(error, std::generic_category(), argv[0]);
    }
    input_ = base::Fd(::fcntl(input_write.get(), F_DUPFD_CLOEXEC, 0));
    output_ = base::Fd(::fcntl(output_read.get(), F_DUPFD_CLOEXEC, 0));
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  Program(Program&&) = delete;
  Program& operator=(Program&&) = delete;
  ~Program() { stop(SIGKILL); }

  /// The next line of its output, without the end. Throws if none comes within ten seconds.
  std::string read_line() {
    std::string line;
    while (true) {
      pollfd wanted{output_.get(), POLLIN, 0};
      char c = 0;
      if (::poll(&wanted, 1, 10000) <= 0 || ::read(output_.get(), &c, 1) != 1) {
        throw std::runtime_error("the program said nothing more after: " + line);
      }
      if (c == '\n') return line;
      line += c;
    }
  }

  /// Ends it and gives its wait status, or -1 if it was ended before.
  int stop(int signal) {
    if (pid_ <= 0) return -1;
    ::kill(pid_, signal);
    int status = -1;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  static std::pair<base::Fd, base::Fd> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "pipe");
    }
    return {base::Fd(ends[0]), base::Fd(ends[1])};
  }

  pid_t pid_ = -1;
  base::Fd input_;
  base::Fd output_;
};

}  // namespace support
