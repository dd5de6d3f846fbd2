#include "runtime/store_door.h"

namespace runtime {

StoreDoor::StoreDoor(store::Writer& writer, Mode mode) : writer_(writer), mode_(mode) {}

void StoreDoor::tell(std::function<void(store::Writer&)> work,
                     std::function<void(std::exception_ptr)> done) {
  put({std::move(work), std::move(done), Kind::in_transaction});
}

void StoreDoor::tell_alone(std::function<void(store::Writer&)> work,
                           std::function<void(std::exception_ptr)> done) {
  put({std::move(work), std::move(done), Kind::alone});
}

void StoreDoor::put(Job job) {
  if (mode_ == Mode::at_once) {
    carry_out_alone(job);
    return;
  }
  jobs_.put_always(std::move(job));
}

void StoreDoor::run(const std::stop_token& stop) {
  for (;;) {
    std::optional<Job> first = jobs_.take(stop);
    if (!first) {
      return;
    }
    std::vector<Job> jobs = jobs_.take_all_now(most_together - 1);
    jobs.insert(jobs.begin(), std::move(*first));
    carry_out(jobs);
  }
}

void StoreDoor::carry_out(const std::vector<Job>& jobs) {
  std::vector<const Job*> together;
  for (const Job& job : jobs) {
    if (job.kind == Kind::alone) {
      carry_out_alone(job);
    } else {
      together.push_back(&job);
    }
  }
  const bool done = all_in_one(together);
  for (const Job* job : together) {
    if (done) {
      job->done(nullptr);
    } else {  // whose fault it was shows when each has a transaction of its own
      carry_out_alone(*job);
    }
  }
}

bool StoreDoor::all_in_one(const std::vector<const Job*>& jobs) {
  const auto work_all = [&] {
    for (const Job* job : jobs) {
      job->work(writer_);
    }
  };
  try {
    if (!jobs.empty()) {
      writer_.transact(work_all);
    }
  } catch (const std::exception&) {  // told by each job's own attempt
    return false;
  }
  return true;
}

void StoreDoor::carry_out_alone(const Job& job) {
  job.done(failure_of(job));
}

std::exception_ptr StoreDoor::failure_of(const Job& job) {
  const auto work = [&] { job.work(writer_); };
  try {
    if (job.kind == Kind::alone) {
      work();
    } else {
      writer_.transact(work);
    }
  } catch (const std::exception&) {
    return std::current_exception();
  }
  return nullptr;
}

}  // namespace runtime
