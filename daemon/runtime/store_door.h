// The one way to the writing connection: work is handed in from any thread, gathered into as few
// transactions as possible (group commit: one fdatasync for all that is waiting), and answered once
// it is durable.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/mailbox.h"
#include "store/store.h"

namespace runtime {

/// Work must be repeatable: if the shared transaction fails, each is tried once more alone, so that
/// one bad job cannot take others with it.
class StoreDoor final {
 public:
  enum class Mode {
    threaded,  ///< `run` on the store's thread does the work
    at_once,   ///< the caller's thread does it: one thread for all, in tests and tools
  };
  static constexpr std::size_t most_together = 128;  ///< jobs in one transaction

  /// The writer must outlive the door.
  explicit StoreDoor(store::Writer& writer, Mode mode = Mode::threaded);

  /// Runs work(writer) in a transaction. The future throws what the storage threw (store::Broken).
  template <class Work>
  [[nodiscard]] auto ask(Work work) -> std::future<std::invoke_result_t<Work, store::Writer&>> {
    return enter(std::move(work), Kind::in_transaction);
  }

  /// The same outside any transaction, for what brings its own (backup).
  template <class Work>
  [[nodiscard]] auto ask_alone(Work work)
      -> std::future<std::invoke_result_t<Work, store::Writer&>> {
    return enter(std::move(work), Kind::alone);
  }

  /// As ask, but nobody waits: `done` is called on the store's thread, with null once the work is
  /// durable.
  void tell(std::function<void(store::Writer&)> work, std::function<void(std::exception_ptr)> done);

  void tell_alone(std::function<void(store::Writer&)> work,
                  std::function<void(std::exception_ptr)> done);

  /// Until stop is requested and everything handed in before is done.
  void run(const std::stop_token& stop);

 private:
  enum class Kind { in_transaction, alone };
  struct Job {
    std::function<void(store::Writer&)> work;
    std::function<void(std::exception_ptr)> done;
    Kind kind = Kind::in_transaction;
  };

  template <class Work>
  auto enter(Work work, Kind kind) -> std::future<std::invoke_result_t<Work, store::Writer&>> {
    using Answer = std::invoke_result_t<Work, store::Writer&>;
    auto promise = std::make_shared<std::promise<Answer>>();
    std::future<Answer> future = promise->get_future();
    if constexpr (std::is_void_v<Answer>) {
      put({[work = std::move(work)](store::Writer& writer) mutable { work(writer); },
           [promise](const std::exception_ptr& failure) {
             failure ? promise->set_exception(failure) : promise->set_value();
           },
           kind});
    } else {
      auto answer = std::make_shared<std::optional<Answer>>();
      put({[work = std::move(work), answer](store::Writer& writer) mutable {
             answer->emplace(work(writer));
           },
           [promise, answer](const std::exception_ptr& failure) {
             failure ? promise->set_exception(failure) : promise->set_value(std::move(**answer));
           },
           kind});
    }
    return future;
  }

  void put(Job job);
  void carry_out(const std::vector<Job>& jobs);
  /// Those that share a transaction, in one; false if it failed, and nothing of it is there.
  [[nodiscard]] bool all_in_one(const std::vector<const Job*>& jobs);
  void carry_out_alone(const Job& job);
  [[nodiscard]] std::exception_ptr failure_of(const Job& job);

  store::Writer& writer_;
  const Mode mode_;
  // Bounded by its callers: each thread waits for its answers, and visits in hand are counted by
  // the loop.
  base::Mailbox<Job> jobs_{1};
};

}  // namespace runtime
