#include "channel/subprocess.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "channel/sending.h"
#include "channel/writing.h"

namespace channel {
namespace {

using std::chrono::milliseconds;

struct Pipe {
  base::Fd read;
  base::Fd write;
};

// Ends numbered 0 to 2 would be overwritten while the child's own are set up.
base::Fd above_standard(int descriptor) {
  base::Fd low(descriptor);
  if (descriptor > STDERR_FILENO) return low;
  return base::Fd(fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  Pipe made{above_standard(ends[0]), above_standard(ends[1])};
  if (!made.read.open() || !made.write.open()) return std::nullopt;
  return made;
}

bool stop_blocking(const base::Fd& descriptor) {
  return fcntl(descriptor.get(), F_SETFL, O_NONBLOCK) == 0;  // a fresh pipe has no flag to keep
}

// The C interface wants char* for what it only reads.
std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  list.reserve(texts.size() + 1);
  for (const std::string& text : texts)
    list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

/// posix_spawn's two parameter blocks, and the first error in filling them.
class Spawning final {
 public:
  Spawning() noexcept {
    keep(posix_spawn_file_actions_init(&actions_));
    keep(posix_spawnattr_init(&attributes_));
  }
  ~Spawning() {
    (void)posix_spawn_file_actions_destroy(&actions_);  // always 0
    (void)posix_spawnattr_destroy(&attributes_);        // always 0
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;
  Spawning(Spawning&&) = delete;
  Spawning& operator=(Spawning&&) = delete;

  void prepare(int input, int output) noexcept {
    keep(posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO));
    keep(posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO));
    keep(posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO));
    keep(posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1));
    keep(posix_spawn_file_actions_addchdir_np(&actions_, "/"));
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    keep(posix_spawnattr_setsigmask(&attributes_, &none));
    keep(posix_spawnattr_setsigdefault(&attributes_, &all));
    constexpr int flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    keep(posix_spawnattr_setflags(&attributes_, static_cast<short>(flags)));
  }

  [[nodiscard]] int start(const Program& program, pid_t& child) {
    if (error_ != 0) return error_;
    const std::vector<char*> argv = pointers(program.argv);
    const std::vector<char*> environment = pointers(program.environment);
    return posix_spawn(
        &child, argv.front(), &actions_, &attributes_, argv.data(), environment.data());
  }

 private:
  void keep(int error) noexcept {
    if (error_ == 0) error_ = error;
  }

  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
  int error_ = 0;
};

/// A started child. Kills and reaps on destruction what was not waited for.
class Child final {
 public:
  explicit Child(pid_t pid)
      : pid_(pid), handle_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0U))) {}
  ~Child() {
    if (pid_ > 0) (void)reap();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child(Child&&) = delete;
  Child& operator=(Child&&) = delete;

  [[nodiscard]] int handle() const { return handle_.get(); }

  // It leads its session, so its pid is its group's, and stays so until it is reaped.
  void signal_group(int signal) const noexcept { (void)kill(-pid_, signal); }  // ESRCH: none left

  /// Kills what is left of the group, then takes the exit status.
  siginfo_t reap() noexcept {
    signal_group(SIGKILL);
    siginfo_t status{};
    while (waitid(P_PID, static_cast<id_t>(pid_), &status, WEXITED) != 0 && errno == EINTR) {
    }
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_;
  base::Fd handle_;
};

/// What goes in and out of a child while it runs.
class Talk final {
 public:
  enum class End { child_ended, time_up, interrupted };

  Talk(base::Fd input, base::Fd output, std::string_view text)
      : input_(std::move(input)), output_(std::move(output)), left_(text) {}

  /// Until the child ended, the time was up, or `interrupt` (-1: nothing) became readable.
  [[nodiscard]] End until(const Child& child, base::SteadyPoint deadline, int interrupt) {
    for (;;) {
      const auto wait = time_left(deadline, std::chrono::hours(1));
      if (wait.count() == 0) return End::time_up;
      std::array<pollfd, 4> waiting = {{{child.handle(), POLLIN, 0},
                                        {output_.get(), POLLIN, 0},
                                        {input_.get(), POLLOUT, 0},
                                        {interrupt, POLLIN, 0}}};
      if (poll(waiting.data(), waiting.size(), static_cast<int>(wait.count())) < 0) continue;
      if (waiting[1].revents != 0) listen(chunks_between_looks);
      if (waiting[2].revents != 0) speak();
      if (waiting[0].revents != 0) return End::child_ended;
      if (waiting[3].revents != 0) return End::interrupted;
    }
  }

  /// What the pipe still holds. Bounded, as somebody who left the group may go on writing.
  [[nodiscard]] std::string rest() {
    listen(max_output / chunk + 1);
    return std::move(heard_);
  }

 private:
  static constexpr std::size_t chunk = 16U << 10U;
  static constexpr std::size_t chunks_between_looks = 16;

  void listen(std::size_t most) {
    std::array<char, chunk> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills
    for (std::size_t i = 0; i < most && output_.open(); ++i) {
      const ssize_t count = read(output_.get(), bytes.data(), bytes.size());
      if (count < 0) return;  // EAGAIN, or a signal: there is a next round
      if (count == 0) return output_.close();
      const std::size_t room = max_output - heard_.size();
      heard_.append(bytes.data(), std::min(room, static_cast<std::size_t>(count)));
    }
  }

  void speak() {
    const QuietPipe quiet;
    const ssize_t count = write(input_.get(), left_.data(), left_.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count > 0) left_.remove_prefix(static_cast<std::size_t>(count));
    // A program need not read what it is given: EPIPE is its way to say that it has enough.
    if (count < 0 || left_.empty()) input_.close();
  }

  base::Fd input_;
  base::Fd output_;
  std::string_view left_;
  std::string heard_;
};

Ending not_started(int error) {
  return {Ending::Kind::not_started, error, {}};
}

}  // namespace

Ending run(const Program& program) {
  auto input = make_pipe();
  auto output = make_pipe();
  if (!input || !output || !stop_blocking(input->write) || !stop_blocking(output->read)) {
    return not_started(errno);
  }
  Spawning spawning;
  spawning.prepare(input->read.get(), output->write.get());
  pid_t pid = 0;
  if (const int error = spawning.start(program, pid); error != 0) return not_started(error);
  Child child(pid);
  if (child.handle() < 0) return not_started(errno);
  input->read.close();
  output->write.close();

  Talk talk(std::move(input->write), std::move(output->read), program.input);
  const Talk::End end = talk.until(child, program.deadline, program.interrupt);
  if (end != Talk::End::child_ended) {
    child.signal_group(SIGTERM);
    (void)talk.until(
        child, base::SystemClock().steady() + kill_grace, -1);  // reap() kills the rest
  }
  const siginfo_t status = child.reap();
  Ending ending;
  ending.output = talk.rest();
  ending.code = status.si_status;
  ending.kind = end == Talk::End::time_up       ? Ending::Kind::timed_out
                : end == Talk::End::interrupted ? Ending::Kind::interrupted
                : status.si_code == CLD_EXITED  ? Ending::Kind::exited
                                                : Ending::Kind::signalled;
  return ending;
}

}  // namespace channel
