#include "net/loop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <sys/epoll.h>

namespace net {
namespace {

constexpr int work_mark = -1;  ///< where a socket would stand
constexpr int wake_mark = -2;

std::uint32_t wanted_events(int what) {
  std::uint32_t events = 0;
  if ((what & CURL_POLL_IN) != 0) {
    events |= EPOLLIN;
  }
  if ((what & CURL_POLL_OUT) != 0) {
    events |= EPOLLOUT;
  }
  return events;
}

int curl_events(std::uint32_t events) {
  int what = 0;
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLRDHUP)) != 0) {
    what |= CURL_CSELECT_IN;
  }
  if ((events & EPOLLOUT) != 0) {
    what |= CURL_CSELECT_OUT;
  }
  if ((events & EPOLLERR) != 0) {
    what |= CURL_CSELECT_ERR;
  }
  return what;
}

void check(CURLMcode code) {
  if (code != CURLM_OK) {
    throw std::runtime_error(std::string("libcurl: ") + curl_multi_strerror(code));
  }
}

}  // namespace

Loop::Loop(std::size_t max_connections) : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.open()) {
    throw std::system_error(errno, std::generic_category(), "epoll");
  }
  prepare_curl();
  share_.reset(curl_share_init());
  multi_.reset(curl_multi_init());
  if (!share_ || !multi_) {
    throw std::runtime_error("libcurl gives no handle for many transfers");
  }
  if (curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) != CURLSHE_OK) {
    throw std::runtime_error("libcurl does not share TLS sessions");
  }
  CURLM* const multi = multi_.get();
  const auto most = static_cast<long>(max_connections);
  check(curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Loop::on_socket));
  check(curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this));
  check(curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Loop::on_timer));
  check(curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this));
  check(curl_multi_setopt(multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX)));
  check(curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, most));
  check(curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, most));
}

void Loop::listen(base::Bell& bell, Ring kind) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = kind == Ring::wake ? wake_mark : work_mark;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, bell.descriptor(), &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll");
  }
}

void Loop::share(Easy& easy) {
  easy.set(CURLOPT_SHARE, static_cast<void*>(share_.get()));
}

void Loop::add(Easy& easy) {
  check(curl_multi_add_handle(multi_.get(), easy.get()));
}

void Loop::remove(Easy& easy) noexcept {
  (void)curl_multi_remove_handle(multi_.get(),
                                 easy.get());  // fails only for a handle that is not in it
}

int Loop::on_socket(
    CURL* /*easy*/, curl_socket_t socket, int what, void* self, void* known) noexcept {
  auto& loop = *static_cast<Loop*>(self);
  if (what == CURL_POLL_REMOVE) {
    (void)::epoll_ctl(loop.epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);  // may be closed already
    (void)curl_multi_assign(
        loop.multi_.get(), socket, nullptr);  // forgotten with the socket anyway
    return 0;
  }
  epoll_event event{};
  event.events = wanted_events(what);
  event.data.fd = socket;
  const int first = known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  const int second = known == nullptr ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  if (::epoll_ctl(loop.epoll_.get(), first, socket, &event) != 0 &&
      ::epoll_ctl(loop.epoll_.get(), second, socket, &event) != 0) {
    return -1;  // libcurl fails the transfer
  }
  (void)curl_multi_assign(loop.multi_.get(), socket, self);  // any pointer says "known"
  return 0;
}

int Loop::on_timer(CURLM* /*multi*/, long milliseconds, void* self) noexcept {
  auto& loop = *static_cast<Loop*>(self);
  if (milliseconds < 0) {
    loop.timer_.reset();
  } else {
    loop.timer_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  }
  return 0;
}

void Loop::act(curl_socket_t socket, int events) {
  int running = 0;
  check(curl_multi_socket_action(multi_.get(), socket, events, &running));
}

void Loop::act_if_due() {
  if (timer_ && *timer_ <= std::chrono::steady_clock::now()) {
    timer_.reset();
    act(CURL_SOCKET_TIMEOUT, 0);
  }
}

Loop::Ring Loop::run(std::chrono::milliseconds longest) {
  using std::chrono::milliseconds;
  act_if_due();
  milliseconds wait = std::max(longest, milliseconds(0));
  if (timer_) {
    const auto left = std::chrono::ceil<milliseconds>(*timer_ - std::chrono::steady_clock::now());
    wait = std::clamp(left, milliseconds(0), wait);
  }
  std::array<epoll_event, 64> events{};
  const int count = ::epoll_wait(
      epoll_.get(), events.data(), static_cast<int>(events.size()), static_cast<int>(wait.count()));
  if (count < 0 && errno != EINTR) {
    throw std::system_error(errno, std::generic_category(), "epoll");
  }
  Ring ring = Ring::none;
  for (int index = 0; index < count; ++index) {
    const epoll_event& event = events.at(static_cast<std::size_t>(index));
    if (event.data.fd >= 0) {
      act(event.data.fd, curl_events(event.events));
    } else if (ring != Ring::wake) {
      ring = event.data.fd == wake_mark ? Ring::wake : Ring::work;
    }
  }
  act_if_due();
  return ring;
}

std::optional<Loop::Done> Loop::next_done() {
  int left = 0;
  const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left);
  if (message == nullptr) {
    return std::nullopt;
  }
  return Done{message->easy_handle, message->data.result};
}

}  // namespace net
