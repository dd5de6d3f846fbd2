// The name a thread shows in `top -H`.
#pragma once

#include <string>

#include <pthread.h>

namespace runtime {

/// Of the calling thread; the kernel keeps 15 bytes.
inline void name_thread(const std::string& name) {
  (void)pthread_setname_np(pthread_self(),
                           name.substr(0, 15).c_str());  // for people; nothing hangs on it
}

}  // namespace runtime
