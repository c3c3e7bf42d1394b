"""Agreement with Kubernetes itself: our functions asked what its own code was asked.

The cases are JSON files: tables of upstream's tests and random inputs, each with the answer
that the real code gave. A judge reads one kind of case, calls our function and says what it
answered; everything else (reading, comparing, counting, known gaps) is common to all.
"""
