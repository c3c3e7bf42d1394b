from django.shortcuts import render


def stage(request):
    return render(request, "stage.html", {"page": {}})
